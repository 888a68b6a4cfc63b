-- The differing claims as they would stand under each alternative, from S3 on.
with
changed as (
  select remembered.* replace (
      other.term as term, other.paid as paid, other.known_cost as known_cost, other.known_admissions as known_admissions, other.deductible_mode as deductible_mode, other.merged as merged, other.segment_basis as segment_basis,
      other.cap_basis as cap_basis, other.cap_amount as cap_amount, other.cap_inpatient as cap_inpatient, other.cap_outpatient as cap_outpatient,
      other.cap_chronic as cap_chronic, other.limit_period as limit_period, other.limit_amount as limit_amount, other.limit_further as limit_further,
      coalesce(alternative.admission_no, remembered.admission_no) as admission_no,
      case when other_catalogue then split.full_self_pay else full_self_pay_due end::decimal(16, 2) as full_self_pay_due,
      case when other_catalogue then split.over_limit else over_limit_due end::decimal(16, 2) as over_limit_due,
      case when other_catalogue then split.first_pay else line_first_pay_due end::decimal(16, 2) as line_first_pay_due,
      case when other_catalogue then split.in_scope else line_in_scope_due end::decimal(16, 2) as line_in_scope_due,
      case when blank then 0 else remembered.episode_paid end::decimal(16, 2) as episode_paid,
      case when blank then 0 else remembered.pool_in_scope end::decimal(16, 2) as pool_in_scope,
      case when blank then 0 else remembered.period_in_scope end::decimal(16, 2) as period_in_scope,
      case when blank then 0 else remembered.pool_deductible end::decimal(16, 2) as pool_deductible,
      case when blank or place = 'ceiling:unspent' then 0 else remembered.cap_spent end::decimal(16, 2) as cap_spent,
      case when blank or place = 'ceiling:unspent' then 0 else remembered.cap_in_scope end::decimal(16, 2) as cap_in_scope,
      case when blank or place = 'limit:unspent' then 0 else remembered.disease_spent end::decimal(16, 2) as disease_spent,
      case when blank or place = 'layer_ceiling:serious_illness' then 0 else remembered.serious_spent end::decimal(16, 2) as serious_spent,
      case when blank or place = 'layer_ceiling:large_amount' then 0 else remembered.large_spent end::decimal(16, 2) as large_spent,
      case when blank or place = 'layer_ceiling:civil_servant' then 0 else remembered.civil_spent end::decimal(16, 2) as civil_spent,
      case when blank or place = 'layer_ceiling:medical_aid' then 0 else remembered.aid_spent end::decimal(16, 2) as aid_spent,
      -- All of it is left, whatever the record says.
      case when place = 'ceiling:unspent' then other.cap_amount else remaining_limit end::decimal(16, 2) as remaining_limit,
      case when not blank then opening_in_scope end as opening_in_scope,
      case when not blank then opening_deductible end as opening_deductible,
      case when not blank then opening_basic end as opening_basic,
      not blank and institution_seen as institution_seen
    ),
    changes, other.first_pay_ratio, shares_known,
    case when blank then 0 else serious_before end::decimal(16, 2) as serious_before, case when blank then 0 else large_before end::decimal(16, 2) as large_before,
    case when blank then 0 else civil_before end::decimal(16, 2) as civil_before, case when blank then 0 else aid_before end::decimal(16, 2) as aid_before
  from alternative
  join remembered on remembered.row_no = alternative.row_no
  join variant as other on other.own_term = alternative.own_term and other.term = alternative.term
  join (select row_no as place_no, shares_known, serious_before, large_before, civil_before, aid_before from on_record) on place_no = alternative.row_no
  left join other_split as split on split.claim_id = remembered.claim_id
),
charged_otherwise as (
  select * exclude (first_pay_ratio) replace (
    case when s1 = 'lines' then round(line_in_scope_due * first_pay_ratio, 2) else 0 end::decimal(16, 2) as extra_first_pay
  ) from changed
)
select * replace (paid_within(paid, known_cost, known_admissions, in_scope_due, admission_no) as paid)
from (
  select * replace ((line_first_pay_due + extra_first_pay)::decimal(16, 2) as first_pay_due, (line_in_scope_due - extra_first_pay)::decimal(16, 2) as in_scope_due)
  from charged_otherwise
)
