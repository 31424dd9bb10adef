"""The findings of `check`: rules, judgement, baseline."""
