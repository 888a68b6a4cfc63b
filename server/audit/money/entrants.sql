-- Findings that may have a part of a joint loss, by what is counted together.
select distinct 'settled' as part, standing, year_no::varchar as unit, finding from temp.money_disallowed
union all
select distinct part, standing, unit, finding from temp.money_loss where finding is not null and part <> 'settled'
