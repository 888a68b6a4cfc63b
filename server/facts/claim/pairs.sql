-- pair (row_no, role, …): what the other side's report makes of a settlement, at most one row each.
-- role: copy (the same settlement as another row, which counts), master (has a copy: sides 'both'), ambiguous (a number or likeness shared by
-- several, so it stands alone). Of a master: the care side's numbers, where its diagnoses stand, whether the sides disagree in an amount, and the amounts of the copy.
from pair_by_likeness
union all
from pair_by_number anti join pair_by_likeness using (row_no)
