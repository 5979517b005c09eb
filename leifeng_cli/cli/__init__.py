"""The only place that knows Typer and rich: one module per noun, one menu, one error boundary."""
