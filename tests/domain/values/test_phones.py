import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leifeng_cli.domain.values.cells import Hints
from leifeng_cli.domain.values.phones import phone
from leifeng_cli.errors import BadValue

HINTS = Hints(today=dt.date(2021, 6, 30))


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        *((form, "13812345678") for form in (
            "13812345678", "138-1234-5678", "138 1234 5678", "１３８１２３４５６７８", "+8613812345678",
            "+86 138 1234 5678",
            "008613812345678", "8613812345678", "86-13812345678", "(+86)13812345678", 13812345678, 13812345678.0,
            "13812345678.0",
            "\u202d13812345678\u202c", "138—1234—5678",
        )),
        ("14000000001", "14000000001"), ("１４００００００００１", "14000000001"),
        *((form, "0571-88881234") for form in (
            "0571-88881234", "057188881234", "(0571)88881234", "（0571）8888 1234", "+86 571 88881234",
            "+86-0571-88881234",
            "86-0571-88881234", "0571—88881234",
        )),
        ("010-12345678", "010-12345678"), ("02112345678", "021-12345678"), ("0912-1234567", "0912-1234567"),
        ("0571-88881234-801", "0571-88881234-801"), ("0571-88881234转801", "0571-88881234-801"),
        *((form, "852-61234567") for form in ("852-61234567", "+852 6123 4567", "0085261234567", "85261234567")),
        ("+853 66123456", "853-66123456"), ("886-912345678", "886-912345678"), ("+886 0912 345 678", "886-912345678"),
    ],
)  # fmt: skip
def test_phone(cell, kept):
    assert phone(cell, HINTS) == kept
    assert phone(kept, HINTS) == kept


@pytest.mark.parametrize(
    "cell",
    [
        "1400000999", "140000009998", "12812345678", "88881234", "400-800-1234", "13812345678/13912345678",
        "13812345678 13912345678",
        "138****5678", "1.38E+10", "1.3812345678e10", "abc", "", None, True, 57188881234.0, 1.5, -13812345678,
        "13812345678-801",
        "+1 212 555 0100", "0571-8888", "٠٥٧١٨٨٨٨١٢٣٤", "1" * 50_000, dt.date(2021, 3, 5), float("nan"),
    ],
)  # fmt: skip
def test_phone_refused_without_echoing_it(cell):
    with pytest.raises(BadValue) as bad:
        phone(cell, HINTS)
    assert bad.value.hint
    assert not cell or len(str(cell)) < 5 or str(cell) not in bad.value.message


@given(st.one_of(st.text(), st.text("0123456789+-() 86转.e"), st.floats(), st.integers(), st.datetimes()))
def test_what_is_accepted_stays_as_it_is(cell):
    try:
        kept = phone(cell, HINTS)
    except BadValue:
        return
    assert phone(kept, HINTS) == kept
