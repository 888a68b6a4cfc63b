-- What findings touch of what was planted. A finding touches a scheme that has one of its claims; one without claims, where its subject names a record or a
-- person of the scheme, where it speaks of such a person, or of the institution at which the scheme of its own card was done.
create or replace temp table plant as
select scheme_no, any_value(card) as card, any_value(label) as label, any_value(strength) as strength, max(reached)::double as reached,
  max(speaks_from)::double as speaks_from, any_value(noise) as noise,
  if(any_value(label) = 'look_alike', split_part(any_value(detail), ':', 1), null) as twin,
  -- An error that came to nothing is none, and of XR-10 then no settlement is told; of other cards there is no amount.
  if(any_value(card) = 'XR-10', bool_or(table_name = 'setl_d'), coalesce(bool_or(amount <> 0), true)) as came_to_something
from truth
-- What a whole area does wrongly is judged by the proof planted-settlement.
where scheme_no like '%/%/%'
group by scheme_no;

create or replace temp table planted_claim as
select distinct scheme_no, claim_id from (
  select scheme_no, split_part(record_key, '/', 1) as settlement from truth where table_name in ('setl_d', 'fee_list_d')
) join (
  select claim_id, settlement_id as settlement from claim
  union select claim_id, care_settlement_id from claim where care_settlement_id is not null
) using (settlement);

create or replace temp table planted_person as
select distinct scheme_no, person_id::varchar as person_id from planted_claim join claim using (claim_id);

create or replace temp table raised as
select finding, rule, regexp_extract(rule, '^(XR-\d\d|RS-[A-Z]+)') as card, subject, claims, person_id, institution_code, lead
from finding where state in ('open', 'shadow', 'held');

create or replace temp table touched as
select distinct rule, raised.card, finding, scheme_no
from (select *, unnest(claims) as claim_id from raised) as raised join planted_claim using (claim_id)
union
select rule, raised.card, finding, scheme_no
from raised join (
  select scheme_no, record_key from truth where table_name not in ('setl_d', 'fee_list_d') union select scheme_no, person from truth where person is not null
) as record on contains(subject, record_key)
where len(claims) = 0
union
select rule, raised.card, finding, scheme_no
from raised join planted_person using (person_id)
where len(claims) = 0
union
select distinct rule, raised.card, finding, scheme_no
from raised join truth on institution = institution_code and truth.card = raised.card
where len(claims) = 0 and truth.scheme_no like '%/%/%'
union
-- Payments contradict a policy file because of what was planted, where that makes up most of the differences.
select rule, card, finding, unnest(schemes) from (
  select rule, raised.card, finding, count(distinct claim_id) as differing, count(distinct claim_id) filter (scheme_no is not null) as planted,
    list(distinct scheme_no) filter (scheme_no is not null) as schemes
  from raised join resettlement on subject = policy_id || '|' || insured_city left join planted_claim using (claim_id)
  where rule = 'RS-POL' and difference_class is not null group by all
) where 2 * planted > differing;

-- Why a scheme may be none to the rules: who does something in it was paid nothing by the fund; its area differs so often that its policy file is doubted.
create or replace temp table plant_paid as
select scheme_no, string_agg(role, ', ') filter (where fund = 0) as unpaid, bool_or(doubted) as doubted
from (
  select scheme_no, role, sum(fund_total) as fund, coalesce(bool_or(policy_defect), false) as doubted
  from truth join claim on settlement_id = record_key left join (select claim_id, policy_defect from resettlement) using (claim_id)
  where table_name = 'setl_d' group by all
) group by scheme_no;

create or replace temp table unwatched as
select distinct scheme_no from plant where card = 'XR-07' and scheme_no not in (
  select scheme_no from planted_person join (select distinct person_id::varchar as person_id from watched_use) using (person_id));

create or replace temp table planted_elsewhere as
select distinct claim_id from truth join claim on settlement_id = record_key where scheme_no not like '%/%/%';
