-- Steps S0 to S11 as one would write them for in-patients of known history alone, kept as narrow as they can be: what the engine's chain is held against,
-- in time and to the fen. Reads claim, line, accumulator, filing and the policy and catalogue tables; makes temp.by_hand.
create or replace temp table hand_claim as
with
balance as (
  select claim_id, as_of, balance.admissions as stated_admissions, balance.in_scope as stated_in_scope, balance.deductible_paid as stated_deductible,
    balance.basic_fund as stated_basic, balance.serious_illness_fund as stated_serious, balance.large_amount_fund as stated_large,
    balance.civil_servant_fund as stated_civil, balance.medical_aid_fund as stated_aid
  from (
    select claim_id, insured_area, person_no, scheme, benefit_year, settled_at::date as day from claim
    where care_group = 'inpatient' and person_no is not null and route in ('direct', 'manual')
  ) as this
  asof join (from accumulator where batch_to is null) as balance
    on balance.insured_area = this.insured_area and balance.person_no = this.person_no and balance.scheme = this.scheme
      and balance.benefit_year = this.benefit_year and this.day > balance.as_of
),
long_term as (
  select distinct claim_id
  from claim join filing on filing.insured_area = claim.insured_area and filing.person_no = claim.person_no
    left join filing_category on filing_category.code = filing.category
  where filing.batch_to is null and claim.care_scope in ('local', 'within_province')
    and (filing_category.class like 'LT\_%' escape '\' or filing.category = '07' and filing.memo like '12%')
    and (coalesce(filing.valid, '1') = '1' and coalesce(filing.returned, '0') <> '1' or case when filing.handled_at > filing.created_at then filing.handled_at else filing.updated_at end > claim.settled_at)
    and coalesce(visit_begin, settled_at::date) between filing.begin_date and coalesce(filing.end_date, date '2099-12-31')
    and (filing.created_at is null or filing.created_at <= claim.settled_at)
),
versioned as (
  select claim.claim_id, person_id, insured_city, claim.scheme, settled_at, visit_id, visit_begin, visit_end, counts_admission, institution_code, tier,
    total_cost, claim.in_scope, coalesce(full_self_pay, 0)::decimal(16, 2) as full_self_pay, coalesce(over_limit, 0)::decimal(16, 2) as over_limit,
    coalesce(first_pay, 0)::decimal(16, 2) as first_pay, deductible_paid, basic_fund,
    coalesce(serious_illness_fund, 0)::decimal(16, 2) as serious_fund, coalesce(large_amount_fund, 0)::decimal(16, 2) as large_fund,
    coalesce(civil_servant_fund, 0)::decimal(16, 2) as civil_fund, coalesce(medical_aid_fund, 0)::decimal(16, 2) as aid_fund,
    (coalesce(enterprise_fund, 0) + coalesce(disability_fund, 0) + coalesce(other_fund, 0))::decimal(16, 2) as other_funds,
    version.policy_id, coalesce(aid.person_group, '') as aid_class, civil_servant = '1' as civil_servant, person_group.person_group,
    case
      when care_scope in ('local', 'within_province') and returning_home = 'as_referred' and long_term.claim_id is not null then 'RETURN'
      when care_scope in ('local', 'within_province') then 'HOME'
      when filing_class = 'TMP_EMERG' and filing_id is null and version.emergency = 'as_unfiled' then 'NONE'
      else filing_class
    end as filing,
    benefit_year_of(coalesce(visit_end, settled_at::date), version.benefit_year) as benefit_year,
    case when case route when 'manual' then catalogue_manual else catalogue_direct end = 'care' then care_province else insured_province end as catalogue,
    -- A stay over two years of a policy that splits them cannot be judged, but those after it count what it was paid.
    coalesce(cross_year_stay = 'split'
      and benefit_year_of(visit_begin, version.benefit_year) <> benefit_year_of(coalesce(visit_end, settled_at::date), version.benefit_year), false) as split_stay,
    as_of, stated_admissions, stated_in_scope, stated_deductible, stated_basic, stated_serious, stated_large, stated_civil, stated_aid
  from claim
  join policy_place as place on place.area = claim.insured_city and place.scheme = claim.scheme
    and coalesce(visit_end, settled_at::date) between place.valid_from and coalesce(place.valid_to, date '9999-12-31')
  join policy_version as version on version.policy_id = place.policy_id
  join person_group on person_group.code = claim.person_type
  left join aid_group as aid on aid.code = claim.special_person_type
  left join long_term using (claim_id)
  left join balance using (claim_id)
  where care_group = 'inpatient' and route in ('direct', 'manual') and person_state not in ('quarantined', 'unknown')
    and total_cost > 0 and claim.in_scope between 0 and total_cost and basic_fund is not null and fund_total is not null
)
select versioned.*, term, hash(person_id, insured_city, versioned.scheme, benefit_year) as year_key,
  area_place(catalogue) as by_area, kind_place(catalogue, versioned.scheme, versioned.tier) as by_kind,
  deductible_mode, merged, standards, bands, first_pay_ratio, cap_basis, cap_amount, cap_inpatient
from versioned join policy_term as term_of
  on term_of.policy_id = versioned.policy_id and term_of.care_group = 'inpatient' and term_of.disease = ''
    and term_of.person_group = versioned.person_group and term_of.tier = versioned.tier and term_of.filing = versioned.filing
where flaw is null;

create or replace temp table hand_sum as
select claim_id, sum(amount)::decimal(16, 2) as amount, sum(pre)::decimal(16, 2) as first_pay,
  sum(case when not listed then full_self_pay when full_pay then amount else 0 end)::decimal(16, 2) as full_self_pay,
  sum(case when not listed then over_limit when full_pay then 0 else above end)::decimal(16, 2) as over_limit,
  sum(case when not listed then in_scope when full_pay then 0 else amount - above - pre end)::decimal(16, 2) as in_scope
from (
  select *,
    case when not listed then first_pay when full_pay then 0 else round((amount - above) * ratio, 2) end::decimal(16, 2) as pre
  from (
    select claim_id, amount, coalesce(line.full_self_pay, 0) as full_self_pay, coalesce(line.over_limit, 0) as over_limit, coalesce(line.first_pay, 0) as first_pay, coalesce(line.in_scope, 0) as in_scope, nation.item is not null as listed,
      coalesce(own.first_pay_ratio, nation.first_pay_ratio) as ratio,
      coalesce(own.item_class, nation.item_class) = '03' or coalesce(own.first_pay_ratio, nation.first_pay_ratio) >= 1
        or coalesce(own.restricted, nation.restricted) and hospital_approved in ('0', '2') as full_pay,
      case when coalesce(own.price_limit, nation.price_limit) > 0
        then round(greatest(price - coalesce(own.price_limit, nation.price_limit), 0)::decimal(22, 6) * quantity, 2) else 0 end::decimal(16, 2) as above
    from line
    join (select claim_id, by_area, by_kind from hand_claim) as place using (claim_id)
    left join catalogue_charge as nation
      on nation.area = '000000' and nation.item_code = line.item_code and line.day between nation.valid_from and nation.valid_to
    left join catalogue_charge as own
      on own.charge = charge_key(nation.item, nation.grain, by_area, by_kind) and line.day between own.valid_from and own.valid_to
  )
)
group by claim_id;

create or replace temp table hand_stay as
with
stay as (
  select year_key, visit_id, min((settled_at, claim_id)) as first_settled, any_value(visit_begin) as visit_begin, any_value(visit_end) as visit_end,
    any_value(institution_code) as institution_code, bool_or(counts_admission) as counts_admission,
    arg_min_null(stated_admissions, (settled_at, claim_id)) as stated_admissions, arg_min_null(as_of, (settled_at, claim_id)) as as_of
  from hand_claim group by year_key, visit_id
),
numbered as (
  select *,
    coalesce(stated_admissions, 0) + 1 + coalesce(sum(counts_admission::integer) over (
      partition by year_key, as_of order by first_settled rows between unbounded preceding and 1 preceding), 0) as stay_no,
    coalesce(visit_begin = lag(visit_end) over by_begin and institution_code <> lag(institution_code) over by_begin, false) as transferred
  from stay
  window by_begin as (partition by year_key order by visit_begin, first_settled)
),
chained as (
  select *, sum((not transferred)::integer) over (partition by year_key order by visit_begin, first_settled) as chain from numbered
)
select year_key, visit_id, stay_no, chain, arg_min(stay_no, first_settled) over (partition by year_key, chain) as chain_no from chained;

create or replace temp table hand_place as
select claim_id, year_key,
  coalesce(sum(in_scope) over earlier, 0) as in_scope_before, coalesce(sum(deductible_paid) over earlier, 0) as deductible_before,
  coalesce(sum(basic_fund) over earlier, 0) as basic_before, coalesce(sum(serious_fund) over earlier, 0) as serious_before,
  coalesce(sum(large_fund) over earlier, 0) as large_before, coalesce(sum(civil_fund) over earlier, 0) as civil_before,
  coalesce(sum(aid_fund) over earlier, 0) as aid_before,
  row_number() over in_year as position, row_number() over at_host = 1 as first_at_host
from hand_claim
window
  earlier as (partition by year_key, as_of order by settled_at, claim_id rows between unbounded preceding and 1 preceding),
  in_year as (partition by year_key order by settled_at, claim_id),
  at_host as (partition by year_key, institution_code order by settled_at, claim_id);

create or replace temp table hand_basic as
with
episode as (
  select this.claim_id,
    sum(before.deductible_paid) filter (before.visit_id = this.visit_id) as encounter_paid,
    sum(before.deductible_paid) filter (before.visit_id <> this.visit_id) as chain_paid
  from (select claim_id, year_key, visit_id, chain, position from hand_claim join hand_stay using (year_key, visit_id) join hand_place using (claim_id, year_key)
    where deductible_mode = 'PER_VISIT' and merged <> 'none') as this
  join (select year_key, visit_id, chain, position, deductible_paid from hand_claim join hand_stay using (year_key, visit_id) join hand_place using (claim_id, year_key)) as before
    on this.year_key = before.year_key and this.chain = before.chain and before.position < this.position
  group by this.claim_id
),
charged as (
  select hand_claim.*, hand_place.* exclude (claim_id, year_key), stay_no, chain_no, encounter_paid, chain_paid,
    abs(line.amount - total_cost) <= 0.01 as by_lines,
    round(line.in_scope * first_pay_ratio, 2)::decimal(16, 2) as extra, line.in_scope as line_in_scope, line.first_pay as line_first_pay,
    line.full_self_pay as line_full_self_pay, line.over_limit as line_over_limit
  from hand_claim
  join hand_place using (claim_id)
  join hand_stay on hand_stay.year_key = hand_claim.year_key and hand_stay.visit_id = hand_claim.visit_id
  left join hand_sum as line using (claim_id)
  left join episode using (claim_id)
),
scoped as (
  select * exclude (extra, line_in_scope, line_first_pay, line_full_self_pay, line_over_limit),
    case when by_lines then line_full_self_pay else full_self_pay end as full_due, case when by_lines then line_over_limit else over_limit end as over_due,
    (case when by_lines then line_in_scope - extra else in_scope end)::decimal(16, 2) as scope,
    (case when by_lines then line_first_pay + extra else first_pay end)::decimal(16, 2) as first_due,
    standards[least(case when merged in ('transfer', 'both') then chain_no else stay_no end, len(standards))::bigint] as standard,
    (case when merged in ('interim', 'both') then coalesce(encounter_paid, 0) else 0 end
      + case when merged in ('transfer', 'both') then coalesce(chain_paid, 0) else 0 end) as episode_paid
  from charged
),
deducted as (
  select *,
    (case deductible_mode
      when 'PER_VISIT' then least(scope, greatest(standard - episode_paid, 0))
      when 'PER_HOSP_YEAR' then case when first_at_host then least(scope, standard) else 0 end
      when 'ANNUAL_TOPUP' then least(scope, greatest(standard - deductible_before - coalesce(stated_deductible, 0), 0))
    end)::decimal(16, 2) as deductible,
    case when cap_basis = 'ELIGIBLE' then greatest(least(scope, cap_amount - in_scope_before - coalesce(stated_in_scope, 0)), 0) else scope end::decimal(16, 2) as eligible
  from scoped
),
paid as (
  select *, bands_pay(bands, deductible, greatest(eligible, deductible)) as calculated,
    case when cap_basis = 'FUND' then greatest(cap_amount - basic_before - coalesce(stated_basic, 0), 0) end::decimal(16, 2) as cap_left
  from deducted
)
select claim_id, split_stay, year_key, as_of, settled_at, policy_id, aid_class, civil_servant, full_due, over_due, scope, first_due, deductible, in_scope, first_pay, deductible_paid, basic_fund,
  serious_fund, large_fund, civil_fund, other_funds,
  stated_in_scope, stated_deductible, stated_basic, stated_serious, stated_large, stated_civil, stated_aid,
  serious_before, large_before, civil_before, aid_before,
  least(calculated, cap_left)::decimal(16, 2) as basic,
  case
    when split_stay then 0
    when cap_basis = 'ELIGIBLE' then greatest(scope - greatest(eligible, deductible), 0)
    when cap_basis = 'FUND' then bands_cut(bands, deductible, greatest(eligible, deductible), (calculated - least(calculated, cap_left))::decimal(16, 2))
    else 0
  end::decimal(16, 2) as over_cap
from paid;

create or replace temp table by_hand as
with
borne as (
  select hand_basic.*, serious, large, civil, aid,
    own_share(serious, in_scope, deductible_paid, over_cap, basic_fund, first_pay) as serious_recorded,
    own_share(large, in_scope, deductible_paid, over_cap, basic_fund, first_pay) as large_recorded,
    greatest(own_share(aid, in_scope, deductible_paid, over_cap, basic_fund, first_pay) - serious_fund - large_fund - civil_fund, 0) as aid_recorded,
    greatest(own_share(aid, coalesce(stated_in_scope, 0), coalesce(stated_deductible, 0), 0, coalesce(stated_basic, 0), 0)
      - coalesce(stated_serious, 0) - coalesce(stated_large, 0) - coalesce(stated_civil, 0), 0) as aid_stated,
    own_share(serious, coalesce(stated_in_scope, 0), coalesce(stated_deductible, 0), 0, coalesce(stated_basic, 0), 0) as serious_stated,
    own_share(large, coalesce(stated_in_scope, 0), coalesce(stated_deductible, 0), 0, coalesce(stated_basic, 0), 0) as large_stated
  from hand_basic join policy_layer using (policy_id, aid_class)
),
shares as (
  select claim_id,
    coalesce(sum(serious_recorded) over earlier, 0)::decimal(16, 2) as serious_share_before, coalesce(sum(large_recorded) over earlier, 0)::decimal(16, 2) as large_share_before,
    coalesce(sum(aid_recorded) over earlier, 0)::decimal(16, 2) as aid_share_before
  from borne
  window earlier as (partition by year_key, as_of order by settled_at, claim_id rows between unbounded preceding and 1 preceding)
),
first_layers as (
  select borne.*, aid_share_before,
    case when serious.inpatient then within_cap(layer_pay(serious, own_share(serious, scope, deductible, over_cap, basic, first_due), over_cap,
      (serious_share_before + serious_stated)::decimal(16, 2)), serious, serious_before + coalesce(stated_serious, 0)) else 0 end::decimal(16, 2) as serious_due,
    case when large.inpatient then within_cap(layer_pay(large, own_share(large, scope, deductible, over_cap, basic, first_due), over_cap,
      (large_share_before + large_stated)::decimal(16, 2)), large, large_before + coalesce(stated_large, 0)) else 0 end::decimal(16, 2) as large_due
  from borne join shares using (claim_id)
),
second_layer as (
  select *,
    case when civil.inpatient and civil_servant then within_cap(layer_pay(civil,
      greatest(own_share(civil, scope, deductible, over_cap, basic, first_due) - serious_due - large_due, 0)::decimal(16, 2), over_cap, 0::decimal(16, 2)),
      civil, civil_before + coalesce(stated_civil, 0)) else 0 end::decimal(16, 2) as civil_due
  from first_layers
),
third_layer as (
  select *,
    case when aid.inpatient then within_cap(layer_pay(aid,
      greatest(own_share(aid, scope, deductible, over_cap, basic, first_due) - serious_due - large_due - civil_due, 0)::decimal(16, 2), over_cap,
      (aid_share_before + aid_stated)::decimal(16, 2)), aid, aid_before + coalesce(stated_aid, 0)) else 0 end::decimal(16, 2) as aid_due
  from second_layer
)
select claim_id, full_due, over_due, first_due, scope, deductible, basic, serious_due, large_due, civil_due, aid_due,
  (basic + serious_due + large_due + civil_due + aid_due + other_funds)::decimal(16, 2) as fund_due
from third_layer
where not split_stay;
