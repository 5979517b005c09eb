"""Star policies as data: reading them (``parse``), judging a volunteer by them (``evaluate``, or ``ladder`` where plain
totals do), checking an application (``application``), and what is kept of a grant (``granting``).

Import from the module: whoever only counts levels need not load what judges people.
"""
