/**
 * The change log has one partition a month, made two months ahead and dropped whole once no tenant wants to keep it. The
 * function runs as the owner, who alone may do that; of several that come at once one works. A lock that is not free within
 * two seconds is left to the next call.
 */
export const changeLogTending = `
CREATE FUNCTION tend_change_log(default_days int) RETURNS int
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '2s'
  AS $$
  DECLARE
    month date; part text; keep int; dropped int := 0;
  BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtext('einmal.change_log')) THEN RETURN 0; END IF;
    FOR month IN SELECT generate_series(date_trunc('month', now()), date_trunc('month', now()) + interval '2 months',
        interval '1 month') LOOP
      part := 'change_log_' || to_char(month, 'YYYYMM');
      CONTINUE WHEN to_regclass(part) IS NOT NULL
        OR EXISTS (SELECT 1 FROM change_log_rest WHERE at >= month AND at < month + interval '1 month');
      EXECUTE format('CREATE TABLE %I PARTITION OF change_log FOR VALUES FROM (%L) TO (%L)',
        part, month, month + interval '1 month');
    END LOOP;
    SELECT coalesce(max(coalesce((retention ->> 'changes')::int, default_days)), default_days) INTO keep FROM tenant;
    FOR part IN SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'change_log'::regclass AND c.relname ~ '^change_log_[0-9]{6}$'
          AND to_date(right(c.relname, 6), 'YYYYMM') + interval '1 month' <= now() - make_interval(days => keep) LOOP
      EXECUTE format('DROP TABLE %I', part);
      dropped := dropped + 1;
    END LOOP;
    RETURN dropped;
  END $$;
`
