"""Reports of a period: figures computed once, opened to their records, composed into a document, closed, restated."""
