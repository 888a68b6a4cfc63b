-- settlement_state (row_no, state): what became of every settlement that does not simply count. A copy counts nothing whatever its own side says:
-- the insured side is the truth for benefits.
select row_no, 'copy' as state from pair where role = 'copy'
union all
select row_no, state from reversal_state anti join (select row_no from pair where role = 'copy') as copy using (row_no)
