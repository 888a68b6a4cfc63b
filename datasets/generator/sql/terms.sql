-- The terms of the policies by everything a claim asks for them with; pharmacies that are paid from accounts alone have one row for all.
create table payable_term as
select * from policy_term where paid and flaw is null
union all
select account.* replace (asked.person_group as person_group, asked.tier as tier, asked.filing as filing)
from policy_term as account, (select distinct person_group, tier, filing from policy_term where paid) as asked
where not account.paid;
-- From how much own share of a year on a supplementary layer pays anybody without an aid class, in fen; null where none does.
create table layer_threshold as
select
  policy_id,
  (100 * least(
    case when serious.basis like 'OWN%' then list_min([band.low for band in serious.bands if band.ratio > 0]) end,
    case when large.basis like 'OWN%' then list_min([band.low for band in large.bands if band.ratio > 0]) end
  ))::bigint as own_share
from policy_layer where aid_class = '';
