-- Identities 4, 5, 6 and 8 of the domain note §1.11: the number of the first that fails, null where all hold.
create or replace temp macro broken_identity(total, full_cost, over_cost, first_cost, scope_cost, deductible, fund, funds, personal, hospital) as
  case
    when abs(total - full_cost - over_cost - first_cost - scope_cost) > 0.01 then 4
    when abs(fund - funds) > 0.01 then 5
    when personal is not null and abs(total - fund - personal - hospital) > 0.01 then 6
    when deductible < 0 or deductible > scope_cost then 8
  end;
create or replace temp macro settled_at_limit(paid, remaining) as coalesce(paid = remaining, false);
-- The first step that is further apart than `tolerance` (domain note §2.15). A restricted item paid without approval is told apart from other lines.
create or replace temp macro difference_class(tolerance, line_apart, extra_apart, deductible_apart, basic_apart, layer_apart, restricted_paid, at_ceiling) as
  case
    when line_apart > tolerance and restricted_paid > 0 then 'RS-LMT'
    when line_apart > tolerance then 'RS-LINE'
    when extra_apart > tolerance then 'RS-RATIO'
    when deductible_apart > tolerance then 'RS-DEDC'
    when basic_apart > tolerance and at_ceiling then 'RS-CAP'
    when basic_apart > tolerance then 'RS-RATIO'
    when layer_apart > tolerance then 'RS-LAYER'
  end;
