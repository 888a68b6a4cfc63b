-- filing_of (row_no, chosen, candidates): the filing that counts. Areas may declare a precedence; without one it is the most favourable, then the latest.
select row_no, count(*)::integer as candidates,
  arg_min(
    {'filing_id': filing_id, 'filing_class': filing_class},
    (
      case left(filing_class, 3) when 'LT_' then 1 when 'TMP' then case filing_class when 'TMP_OTHER' then 3 else 2 end else 4 end,
      -coalesce(epoch(created_at), 0), filing_id
    )
  ) filter (covers) as chosen
from filing_candidate
group by row_no
