-- One row for each evidence that was judged, with the verdict that counts: the strongest, of those alike the last. Those taken back, returned or appealed against are left out.
select rule, version, parameters, finding, evidence_hash, claims, label, strength
from (
  select *, case strength when 'field' then 3 when 'documents' then 2 else 1 end as weight from verdict where ended is null
)
qualify row_number() over (partition by finding, evidence_hash order by weight desc, verdict desc) = 1
