-- S8, what the person bears of the eligible cost, as each layer counts it: of this settlement as due, and as it was recorded for those after it; and of what
-- the opening balance states.
with
covered as (
  select capped.*,
    -- Settlements after it count at least what is left of it then.
    case when ceiling_unknown then greatest(in_scope_due - deductible_due, 0) else over_cap end::decimal(16, 2) as over_most,
    version_of.confidence is not distinct from 'inferred' as layers_unstated,
    serious, large, civil, aid,
    case pool when 'inpatient' then serious.inpatient when 'outpatient' then serious.outpatient when 'chronic' then serious.chronic end as in_serious,
    case pool when 'inpatient' then large.inpatient when 'outpatient' then large.outpatient when 'chronic' then large.chronic end as in_large,
    case pool when 'inpatient' then civil.inpatient when 'outpatient' then civil.outpatient when 'chronic' then civil.chronic end and civil_servant as in_civil,
    case pool when 'inpatient' then aid.inpatient when 'outpatient' then aid.outpatient when 'chronic' then aid.chronic end as in_aid
  from capped
  left join (select policy_id, confidence from policy_version) as version_of on version_of.policy_id = capped.policy_id
  left join policy_layer as layer_of on layer_of.policy_id = capped.policy_id and layer_of.aid_class = coalesce(capped.aid_class, '')
),
borne as (
  select *,
    case when in_serious then own_share(serious, in_scope_due, deductible_due, over_cap, basic_due, first_pay_due) end as serious_share,
    case when in_large then own_share(large, in_scope_due, deductible_due, over_cap, basic_due, first_pay_due) end as large_share,
    case when in_civil then own_share(civil, in_scope_due, deductible_due, over_cap, basic_due, first_pay_due) end as civil_share,
    case when in_aid then own_share(aid, in_scope_due, deductible_due, over_cap, basic_due, first_pay_due) end as aid_share,
    case when in_serious then own_share(serious, in_scope, deductible_paid, over_most, basic_fund, first_pay) end as serious_share_recorded,
    case when in_large then own_share(large, in_scope, deductible_paid, over_most, basic_fund, first_pay) end as large_share_recorded,
    case when in_civil then greatest(own_share(civil, in_scope, deductible_paid, over_most, basic_fund, first_pay)
      - coalesce(serious_illness_fund, 0) - coalesce(large_amount_fund, 0), 0)::decimal(16, 2) end as civil_share_recorded,
    case when in_aid then greatest(own_share(aid, in_scope, deductible_paid, over_most, basic_fund, first_pay)
      - coalesce(serious_illness_fund, 0) - coalesce(large_amount_fund, 0) - coalesce(civil_servant_fund, 0), 0)::decimal(16, 2) end as aid_share_recorded,
    case when serious.inpatient or serious.chronic then own_share(serious, coalesce(opening_in_scope, 0), coalesce(opening_deductible, 0), 0, coalesce(opening_basic, 0), 0) else 0 end::decimal(16, 2) as serious_stated,
    case when large.inpatient or large.chronic then own_share(large, coalesce(opening_in_scope, 0), coalesce(opening_deductible, 0), 0, coalesce(opening_basic, 0), 0) else 0 end::decimal(16, 2) as large_stated,
    case when civil.inpatient or civil.chronic then greatest(own_share(civil, coalesce(opening_in_scope, 0), coalesce(opening_deductible, 0), 0, coalesce(opening_basic, 0), 0) - coalesce(opening_serious, 0) - coalesce(opening_large, 0), 0)
      else 0 end::decimal(16, 2) as civil_stated,
    case when aid.inpatient or aid.chronic then
      greatest(own_share(aid, coalesce(opening_in_scope, 0), coalesce(opening_deductible, 0), 0, coalesce(opening_basic, 0), 0) - coalesce(opening_serious, 0) - coalesce(opening_large, 0) - coalesce(opening_civil, 0), 0)
      else 0 end::decimal(16, 2) as aid_stated
  from covered
)
select * from borne
