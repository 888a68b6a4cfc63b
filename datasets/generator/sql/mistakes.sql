-- Settlement errors, labelled: amounts of a few claims as a system would have them that took another filing class, another admission, another ceiling or
-- layer. Only where nothing later hangs on them, so that each is one error; both ways, to the cost of the fund and of the person.
update found set mistake = 'RS-POL', explained = 'policy:' || paid_by from contradicted
where contradicted.area = insured_area and contradicted.scheme = found.scheme;
update found set mistake = 'RS-RATIO', explained = 'filing:' || paid_as, overpaid = 1 from systemic
where systemic.area = insured_area and systemic.scheme = found.scheme and filing_class = systemic.filing and found.filing = paid_as;

create table erring as
with
drawn as (
  select
    found.*, u(i, 'which mistake') as draw, policy_term.deductible_mode, policy_term.standards
  from found join policy_term using (term)
  where mistake is null and last_of_year and kind = 'whole' and care_kind = 'inpatient' and scope = 'cross_province' and route = 'direct'
    and u(i, 'mistake') < getvariable('mistakes')
),
-- Another filing class, where it changes the ratio alone.
ratios as (
  select claim, 'RS-RATIO' as class, 'filing:' || other.filing as explained, by_ratio(in_scope - deductible_paid, (100000000 * other.bands[1].ratio)::bigint) as basic_fund,
    deductible_standard, deductible_paid, (100000000 * other.bands[1].ratio)::bigint as ratio
  from drawn
  join payable_term as other on other.policy_id = drawn.policy_id and other.care_group = care_kind and other.person_group = drawn.person_group
    and other.tier = drawn.tier::varchar and other.disease = '' and other.filing = case when drawn.filing like 'LT%' then 'TMP_OTHER' else 'LT_RESIDE' end
  where plain and draw < 0.3 and other.standards = drawn.standards and other.first_pay_ratio * 10000 = extra_ratio and len(other.bands) = 1
),
-- A first admission taken for a second, and the other way round.
deductibles as (
  select claim, 'RS-DEDC' as class, case when deductible_standard = fen(standards[1]) then 'admission:2' else 'admission:1' end as explained,
    by_ratio(in_scope - case when deductible_standard = fen(standards[1]) then fen(standards[2]) else fen(standards[1]) end, drawn.ratio) as basic_fund,
    case when deductible_standard = fen(standards[1]) then fen(standards[2]) else fen(standards[1]) end as deductible_standard,
    case when deductible_standard = fen(standards[1]) then fen(standards[2]) else fen(standards[1]) end as deductible_paid, ratio
  from drawn
  where plain and draw >= 0.3 and draw < 0.6 and deductible_mode = 'PER_VISIT' and len(standards) > 1 and standards[2] <> standards[1]
    and deductible_paid = deductible_standard and in_scope > fen(standards[1]) + 1000
),
-- A ceiling reached too early.
ceilings as (
  select claim, 'RS-CAP' as class, 'history' as explained, basic_fund * 6 // 10 as basic_fund, deductible_standard, deductible_paid, ratio
  from drawn where plain and draw >= 0.6 and draw < 0.65 and basic_fund > 1000000
)
from ratios union all from deductibles union all from ceilings;

update found set
  mistake = erring.class, explained = erring.explained, basic_fund = erring.basic_fund, deductible_standard = erring.deductible_standard,
  deductible_paid = erring.deductible_paid, ratio = erring.ratio, fund = found.fund - found.basic_fund + erring.basic_fund, overpaid = erring.basic_fund - found.basic_fund,
  remaining_limit = case erring.class when 'RS-CAP' then erring.basic_fund else remaining_limit end
from erring where erring.claim = found.claim and erring.basic_fund <> found.basic_fund;
drop table erring;

-- A ceiling of which nothing counted as spent: the fund pays what it would have left, and the layers what follows from that.
update found set mistake = 'RS-CAP', explained = 'ceiling:unspent', basic_fund = taken.basic_fund, serious_illness_fund = taken.serious_illness_fund,
  large_amount_fund = taken.large_amount_fund, civil_servant_fund = taken.civil_servant_fund, medical_aid_fund = taken.medical_aid_fund, fund = taken.fund,
  overpaid = taken.fund - found.fund, remaining_limit = taken.remaining_limit
from (
  select claim_id as claim, fen(basic_due) as basic_fund, fen(serious_due) as serious_illness_fund, fen(large_due) as large_amount_fund,
    fen(civil_due) as civil_servant_fund, fen(aid_due) as medical_aid_fund, fen(fund_due) as fund, fen(cap_left) as remaining_limit
  from unspent
) as taken
where taken.claim = found.claim and mistake is null and last_of_year and taken.basic_fund > found.basic_fund + 10000 and scope = 'cross_province' and kind = 'whole'
  and u(i, 'passed over') < getvariable('mistakes') * 75;
drop table unspent;
-- Layers not paid, and paid too much.
update found set mistake = 'RS-LAYER', explained = 'layer:none', fund = basic_fund, overpaid = basic_fund - fund, civil_servant_fund = 0, serious_illness_fund = 0, large_amount_fund = 0, medical_aid_fund = 0
where mistake is null and last_of_year and scope = 'cross_province' and kind = 'whole' and fund - basic_fund > 10000 and u(i, 'no layer') < getvariable('mistakes') * 2;
update found set mistake = 'RS-LAYER', explained = 'layer:more', fund = fund + serious_illness_fund // 4, overpaid = serious_illness_fund // 4, serious_illness_fund = serious_illness_fund + serious_illness_fund // 4
where mistake is null and last_of_year and scope = 'cross_province' and kind = 'whole' and serious_illness_fund > 40000 and total > fund + serious_illness_fund // 4
  and u(i, 'more layer') < getvariable('mistakes') * 8;
-- The person's share does not fit the rest.
update found set mistake = 'RS-ID', explained = 'personal_share', misstated = case when u(i, 'misstated') < 0.5 then 5000 else -5000 end
where mistake is null and plain and kind = 'whole' and care_kind = 'inpatient' and scope = 'cross_province' and total - fund > 100000
  and u(i, 'misstates') < getvariable('mistakes') / 10;
-- Lines: mislabelled.sql.
update found set mistake = case when u(i, 'restricted') < 0.4 then 'RS-LMT' else 'RS-LINE' end,
  explained = case when u(i, 'restricted') >= 0.4 and u(i, 'to the person') < 0.5 then 'class:01' else 'class:03' end,
  overpaid = case when u(i, 'restricted') >= 0.4 and u(i, 'to the person') < 0.5 then -1 else 1 end
where mistake is null and kind = 'whole' and care_kind = 'inpatient' and scope = 'cross_province' and last_of_year and u(i, 'mislabelled') < getvariable('mistakes') / 3;
create table mistaken as select claim, i, mistake, explained, overpaid from found where mistake is not null;
