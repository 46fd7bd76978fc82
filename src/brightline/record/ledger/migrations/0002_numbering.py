from django.db import migrations

# Runs with its owner's rights: the runtime role may insert entries but cannot touch the head, so it can neither leave
# a gap nor write at a place of its choosing. The head's row lock is held to the end of the transaction, so entries
# become visible in their order.
CREATE = """
INSERT INTO ledger_head (id, size) VALUES (1, 0);

CREATE FUNCTION ledger_number_entry() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE ledger_head SET size = size + 1 WHERE id = 1 RETURNING size - 1 INTO NEW.index;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the ledger has no head';
    END IF;
    IF NEW.leaf_hash <> sha256('\\x00'::bytea || NEW.content) THEN
        RAISE EXCEPTION 'the leaf hash is not that of the content' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER number_entry BEFORE INSERT ON ledger_entry FOR EACH ROW EXECUTE FUNCTION ledger_number_entry();
"""
DROP = """
DROP TRIGGER number_entry ON ledger_entry;
DROP FUNCTION ledger_number_entry();
DELETE FROM ledger_head;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, DROP)]
