"""Identity, merging, planning and applying: a sync cannot duplicate, lose or fight."""
