-- Changes under which everything that was paid is what would have been due. Filing classes that are paid alike are one explanation; a year forgotten whole
-- is none where forgetting one thing of it suffices.
with
fitting as (
  select row_no, unnest(changes) as change
  from tried
  where (deductible_paid is null or abs(deductible_paid - deductible_due) <= 0.05) and abs(basic_fund - basic_due) <= 0.05
    and abs(serious_illness_fund - serious_due) <= 0.05 and abs(large_amount_fund - large_due) <= 0.05 and abs(civil_servant_fund - civil_due) <= 0.05
    and abs(medical_aid_fund - aid_due) <= 0.05
    and (s1 = 'record' or abs(first_pay - first_pay_due) <= 0.05 and abs(full_self_pay - full_self_pay_due) <= 0.05 and abs(over_limit - over_limit_due) <= 0.05)
),
least as (
  from fitting where (row_no, change) not in (
    select row_no, regexp_replace(change, '(admission:1|(layer_)?(ceiling|limit):[a-z_]+)([+]|$)', 'history:none\4')
    from fitting where regexp_matches(change, '(admission:1|(ceiling|limit):[a-z_]+)([+]|$)')
  )
),
kinds as (
  select distinct row_no, change, regexp_replace(change, ':[^+]*', '', 'g') as kind,
    coalesce(list_position(
      ['LT_RESIDE', 'LT_RETIRE', 'LT_WORK', 'TMP_REFER', 'TMP_EMERG', 'TMP_OTHER', 'NONE', 'EXEMPT', 'HOME', 'RETURN'],
      nullif(regexp_extract(change, 'filing:([A-Z_]+)', 1), '')
    ), 99) as place
  from least
)
select row_no, list(change order by kind, place, change) as explanations,
  case when count(distinct kind) = 1 and (starts_with(any_value(kind), 'filing') or count(*) = 1) then arg_min(change, (place, change)) else 'ambiguous' end as explaining
from kinds group by row_no
