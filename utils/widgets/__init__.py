"""What you can touch. The only room that imports ipywidgets."""

from utils.widgets.explorers import activity_explorer, half_step_explorer

__all__ = ["activity_explorer", "half_step_explorer"]
