-- and what they had written before they edited it
update raw.revision
set text = regexp_replace(regexp_replace(revision.text, $names, $instead, 'g'), $names, $instead, 'g')
where revision.platform = $platform and regexp_matches(revision.text, $names)
