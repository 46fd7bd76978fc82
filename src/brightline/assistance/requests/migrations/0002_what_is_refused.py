# Constraints and triggers of the tables in 0001, as makemigrations wrote them, in a file of their own.

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("requests", "0001_initial")]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name='request',
            trigger=pgtrigger.compiler.Trigger(name='states_follow_the_table', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{authorized:stood_down,authorized:units_sent,declined:closed,on_scene:closed,on_scene:stood_down,paged:sent_before_assessment,paged:under_assessment,paged:withdrawn,sent_before_assessment:on_scene,sent_before_assessment:stood_down,sent_before_assessment:units_sent,stood_down:closed,under_assessment:authorized,under_assessment:declined,under_assessment:sent_before_assessment,under_assessment:withdrawn,units_sent:on_scene,units_sent:stood_down,withdrawn:closed}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='72d0d3c2a5ddb794af0d26cd3d52e90237f82a83', operation='UPDATE', pgid='pgtrigger_states_follow_the_table_e94a5', table='requests_request', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='request',
            trigger=pgtrigger.compiler.Trigger(name='only_the_state_changes', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."intake_key" IS DISTINCT FROM (NEW."intake_key") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."received_at" IS DISTINCT FROM (NEW."received_at") OR OLD."received_by_id" IS DISTINCT FROM (NEW."received_by_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='1bce0b3af244fac776b82cdff02eda119bcb9dd5', operation='UPDATE', pgid='pgtrigger_only_the_state_changes_f34a8', table='requests_request', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='request',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='00aae8a5d46af6ab5d58f27d864003eb475900d9', operation='DELETE', pgid='pgtrigger_never_deleted_bb2f6', table='requests_request', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='request',
            trigger=pgtrigger.compiler.Trigger(name='begins_paged', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NOT (NEW."state" = \'paged\'))', func="RAISE EXCEPTION 'a request begins with a page' USING ERRCODE = 'check_violation';", hash='a6cc0d6a308f3e47502a03997e9309ab6d0983a9', operation='INSERT', pgid='pgtrigger_begins_paged_6128c', table='requests_request', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='intake',
            trigger=pgtrigger.compiler.Trigger(name='written_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='3e2ec9c13ccdc3b4a8e740ce8cef05c987a1cebb', operation='UPDATE OR DELETE', pgid='pgtrigger_written_once_2201c', table='requests_intake', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='intake',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'written once: this table is never emptied';", hash='f7eea50e0dd31ba5f47a9542ef273bd9cf8c5f39', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_48750', table='requests_intake', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='factsrecord',
            trigger=pgtrigger.compiler.Trigger(name='written_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='07b165203bd7db845debb3cbc724728ef0a947a8', operation='UPDATE OR DELETE', pgid='pgtrigger_written_once_60a1e', table='requests_factsrecord', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='factsrecord',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'written once: this table is never emptied';", hash='150815fb1c9838748e36d99bbc11e76b8d6b0715', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_32ba0', table='requests_factsrecord', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='explanation',
            trigger=pgtrigger.compiler.Trigger(name='written_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='efe323f983a66218c889fee8842ecdfbcb506456', operation='UPDATE OR DELETE', pgid='pgtrigger_written_once_76f64', table='requests_explanation', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='explanation',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'written once: this table is never emptied';", hash='8717e7ca3ed04f97dfdb95c6e673d09167a5e332', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_5d355', table='requests_explanation', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='dispatch',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('danger', None), ('decision__isnull', False)), models.Q(('danger__isnull', False), ('decision', None)), _connector='OR'), name='sent_on_a_decision_or_on_danger'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dispatch',
            trigger=pgtrigger.compiler.Trigger(name='written_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d45e5b13fbf49d6d4e278587db526722e53bba4b', operation='UPDATE OR DELETE', pgid='pgtrigger_written_once_0f2fc', table='requests_dispatch', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dispatch',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'written once: this table is never emptied';", hash='bdc6a1b568b53917fd16cbd2e6a0fb4534079ff8', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_1cb53', table='requests_dispatch', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dispatch',
            trigger=pgtrigger.compiler.Trigger(name='sent_as_the_policy_permits', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                -- Closing the request is held off until this is done, and the other way round.\n                PERFORM 1 FROM requests_request r WHERE r.id = NEW.request_id FOR UPDATE;\n                IF NEW.decision_id IS NOT NULL AND NOT EXISTS (\n                    SELECT 1 FROM requests_decision d JOIN requests_request r ON r.id = d.request_id\n                    WHERE d.id = NEW.decision_id AND d.request_id = NEW.request_id AND d.outcome = 'authorized'\n                      AND d.at <= NEW.at AND r.state IN ('authorized', 'units_sent', 'on_scene')) THEN\n                    RAISE EXCEPTION 'no decision permits sending units for this request'\n                        USING ERRCODE = 'check_violation';\n                END IF;\n                IF NEW.danger_id IS NOT NULL AND NOT EXISTS (\n                    SELECT 1 FROM requests_factsrecord f JOIN requests_request r ON r.id = f.request_id\n                    WHERE f.id = NEW.danger_id AND f.request_id = NEW.request_id\n                      AND f.gate->>'before_assessment' = 'permitted'\n                      AND (f.facts->>'clear_public_danger')::boolean\n                      AND r.state IN ('paged', 'under_assessment', 'sent_before_assessment')\n                      AND NOT EXISTS (SELECT 1 FROM requests_factsrecord later\n                                      WHERE later.request_id = f.request_id AND later.id > f.id)) THEN\n                    RAISE EXCEPTION 'only a clear public danger permits sending before assessment'\n                        USING ERRCODE = 'check_violation';\n                END IF;\n                RETURN NEW;\n                ", hash='2ca27bd2e7890915a5e4e17df12a2ff4c359449d', operation='INSERT', pgid='pgtrigger_sent_as_the_policy_permits_5fd83', table='requests_dispatch', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dispatch',
            trigger=pgtrigger.compiler.Trigger(name='the_commander_is_among_the_units', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', func="\n                IF NOT EXISTS (SELECT 1 FROM requests_unit u WHERE u.dispatch_id = NEW.id) THEN\n                    RAISE EXCEPTION 'a dispatch names at least one unit' USING ERRCODE = 'check_violation';\n                END IF;\n                IF NEW.decision_id IS NOT NULL AND NOT EXISTS (\n                    SELECT 1 FROM requests_dispatch d\n                    JOIN requests_unit u ON u.dispatch_id = d.id\n                    JOIN requests_command c ON c.request_id = d.request_id AND c.commander_id = u.commander_id\n                    WHERE d.request_id = NEW.request_id AND c.taken_at <= NEW.at\n                      AND (c.released_at IS NULL OR c.released_at >= NEW.at)) THEN\n                    RAISE EXCEPTION 'the commander in charge must be among the units sent'\n                        USING ERRCODE = 'check_violation';\n                END IF;\n                RETURN NEW;\n                ", hash='911ee2c2f6ccbece58830444f958f0788306b071', operation='INSERT', pgid='pgtrigger_the_commander_is_among_the_units_a6986', table='requests_dispatch', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('outcome', 'declined'), ('gate__dispatch', 'permitted'), _connector='OR'), name='authorized_only_if_the_gate_permits'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('outcome', 'authorized'), ('tasks__len', 0), _connector='OR'), name='declined_authorizes_no_task'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('outcome', 'declined'), ('tasks__len__gt', 0), _connector='OR'), name='authorized_names_a_task'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='decision',
            trigger=pgtrigger.compiler.Trigger(name='written_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='0741bbc2d671b29346166cdf63bc06839df350a0', operation='UPDATE OR DELETE', pgid='pgtrigger_written_once_f87a9', table='requests_decision', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='decision',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'written once: this table is never emptied';", hash='e8428e445098b9600447e99ea24d954fc9b274b9', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_3d4fd', table='requests_decision', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='decision',
            trigger=pgtrigger.compiler.Trigger(name='made_by_the_commander_in_charge', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                IF NOT EXISTS (SELECT 1 FROM requests_command c WHERE c.request_id = NEW.request_id\n                               AND c.commander_id = NEW.by_id AND c.released_at IS NULL) THEN\n                    RAISE EXCEPTION 'only the commander in charge decides' USING ERRCODE = 'check_violation';\n                END IF;\n                IF EXISTS (SELECT 1 FROM unnest(NEW.tasks) AS t\n                           WHERE NEW.gate->'tasks'->>t IS DISTINCT FROM 'permitted') THEN\n                    RAISE EXCEPTION 'a task the gate does not permit cannot be authorized'\n                        USING ERRCODE = 'check_violation';\n                END IF;\n                RETURN NEW;\n                ", hash='12cc849dccc5f21808d270724249f1b2ffb809b5', operation='INSERT', pgid='pgtrigger_made_by_the_commander_in_charge_23dfb', table='requests_decision', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='command',
            constraint=models.CheckConstraint(condition=models.Q(('released_at', None), ('released_at__gte', models.F('taken_at')), _connector='OR'), name='command_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='command',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('request', '='), (models.Func('taken_at', 'released_at', function='tstzrange', output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField()), '&&')], name='one_commander_a_request_at_a_time'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='command',
            trigger=pgtrigger.compiler.Trigger(name='only_the_release_is_added', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."commander_id" IS DISTINCT FROM (NEW."commander_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."request_id" IS DISTINCT FROM (NEW."request_id") OR OLD."taken_at" IS DISTINCT FROM (NEW."taken_at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='8722c3885dc679663c843e688745949e22abe6f4', operation='UPDATE', pgid='pgtrigger_only_the_release_is_added_78083', table='requests_command', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='command',
            trigger=pgtrigger.compiler.Trigger(name='released_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."released_at" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='f46b281e6916b2131559344e1e1b2195977cbc45', operation='UPDATE', pgid='pgtrigger_released_once_850e4', table='requests_command', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='command',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='2e8a06376dade55ab1765586c1d68c5e9197d340', operation='DELETE', pgid='pgtrigger_never_deleted_df59d', table='requests_command', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='command',
            trigger=pgtrigger.compiler.Trigger(name='held_by_a_commander', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                IF NOT EXISTS (SELECT 1 FROM accounts_person p\n                               WHERE p.id = NEW.commander_id AND p.is_active AND 'commander' = ANY (p.roles)) THEN\n                    RAISE EXCEPTION 'command can be held by a commander only' USING ERRCODE = 'check_violation';\n                END IF;\n                RETURN NEW;\n                ", hash='e61ab5ee26fb36a68eb49e5e06ea631302eadfa0', operation='INSERT', pgid='pgtrigger_held_by_a_commander_25891', table='requests_command', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='closure',
            trigger=pgtrigger.compiler.Trigger(name='written_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='59c23ce5453d0e790402b2cec918ea81f35ad27c', operation='UPDATE OR DELETE', pgid='pgtrigger_written_once_e8bd3', table='requests_closure', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='closure',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'written once: this table is never emptied';", hash='1e9430851fda8cbd5b81729fb726302953567811', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_ae0dd', table='requests_closure', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='secondreview',
            trigger=pgtrigger.compiler.Trigger(name='written_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e495b6d0b53cbe3c680bae2aa2d52bd6ddcf17e3', operation='UPDATE OR DELETE', pgid='pgtrigger_written_once_d9d52', table='requests_secondreview', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='secondreview',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'written once: this table is never emptied';", hash='e73736e3298a783b4bbf3cd4a1a8f8a9ca9616ae', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_22c56', table='requests_secondreview', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='secondreview',
            trigger=pgtrigger.compiler.Trigger(name='reviewed_by_someone_else_after_closing', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                IF NOT EXISTS (SELECT 1 FROM requests_request r\n                               WHERE r.id = NEW.request_id AND r.state = 'closed') THEN\n                    RAISE EXCEPTION 'only a closed request is reviewed' USING ERRCODE = 'check_violation';\n                END IF;\n                IF EXISTS (SELECT 1 FROM requests_request WHERE id = NEW.request_id AND received_by_id = NEW.by_id)\n                OR EXISTS (SELECT 1 FROM requests_intake WHERE request_id = NEW.request_id AND by_id = NEW.by_id)\n                OR EXISTS (SELECT 1 FROM requests_command WHERE request_id = NEW.request_id\n                           AND commander_id = NEW.by_id)\n                OR EXISTS (SELECT 1 FROM requests_factsrecord WHERE request_id = NEW.request_id AND by_id = NEW.by_id)\n                OR EXISTS (SELECT 1 FROM requests_decision WHERE request_id = NEW.request_id AND by_id = NEW.by_id)\n                OR EXISTS (SELECT 1 FROM requests_dispatch WHERE request_id = NEW.request_id AND by_id = NEW.by_id)\n                OR EXISTS (SELECT 1 FROM requests_standdown WHERE request_id = NEW.request_id AND by_id = NEW.by_id)\n                OR EXISTS (SELECT 1 FROM requests_withdrawal WHERE request_id = NEW.request_id AND by_id = NEW.by_id)\n                OR EXISTS (SELECT 1 FROM requests_closure WHERE request_id = NEW.request_id AND by_id = NEW.by_id)\n                OR EXISTS (SELECT 1 FROM requests_arrival a JOIN requests_unit u ON u.id = a.unit_id\n                           JOIN requests_dispatch d ON d.id = u.dispatch_id\n                           WHERE d.request_id = NEW.request_id AND (a.by_id = NEW.by_id OR u.commander_id = NEW.by_id))\n                OR EXISTS (SELECT 1 FROM line_recording l JOIN requests_request r ON r.number = l.subject\n                           WHERE r.id = NEW.request_id AND l.by_id = NEW.by_id)\n                THEN\n                    RAISE EXCEPTION 'a reviewer had no part in the request' USING ERRCODE = 'check_violation';\n                END IF;\n                RETURN NEW;\n                ", hash='cb1f47fd883da6bc4d67898d8409dbde63c62b6e', operation='INSERT', pgid='pgtrigger_reviewed_by_someone_else_after_closing_262e6', table='requests_secondreview', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sentoutside',
            trigger=pgtrigger.compiler.Trigger(name='written_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1641f82b90d36180cd78f321f1c657b2c2484fe9', operation='UPDATE OR DELETE', pgid='pgtrigger_written_once_372fb', table='requests_sentoutside', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sentoutside',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'written once: this table is never emptied';", hash='5ee6b0b9ad23c8711e1ed3b520b689889aba7774', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_beb12', table='requests_sentoutside', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='standdown',
            trigger=pgtrigger.compiler.Trigger(name='written_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='fb27ee41a1687e104379d56588d07a40a74a838f', operation='UPDATE OR DELETE', pgid='pgtrigger_written_once_39126', table='requests_standdown', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='standdown',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'written once: this table is never emptied';", hash='503c1d0f856da419031f08fa44dafc4c1b2d1cba', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_c13b4', table='requests_standdown', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='unit',
            constraint=models.UniqueConstraint(fields=('dispatch', 'call_sign'), name='unit_once_a_dispatch'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='unit',
            trigger=pgtrigger.compiler.Trigger(name='written_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ef3ae04b5d3b0c81cf56360e6bdcca4eddb45a3d', operation='UPDATE OR DELETE', pgid='pgtrigger_written_once_63bdc', table='requests_unit', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='unit',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'written once: this table is never emptied';", hash='c52d72fae1ab2cd61a483c542e15837ec9675776', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_1af09', table='requests_unit', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='unit',
            trigger=pgtrigger.compiler.Trigger(name='a_unit_goes_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                IF EXISTS (SELECT 1 FROM requests_dispatch mine\n                           JOIN requests_dispatch d ON d.request_id = mine.request_id\n                           JOIN requests_unit u ON u.dispatch_id = d.id\n                           WHERE mine.id = NEW.dispatch_id AND u.call_sign = NEW.call_sign) THEN\n                    RAISE EXCEPTION 'unit % was sent to this request before', NEW.call_sign\n                        USING ERRCODE = 'check_violation';\n                END IF;\n                RETURN NEW;\n                ", hash='391382b251b5315cbc45d190206446b47d409655', operation='INSERT', pgid='pgtrigger_a_unit_goes_once_34104', table='requests_unit', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='unit',
            trigger=pgtrigger.compiler.Trigger(name='a_commanders_unit_is_a_commanders', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."commander_id" IS NOT NULL)', func="\n                IF NOT EXISTS (SELECT 1 FROM accounts_person p\n                               WHERE p.id = NEW.commander_id AND 'commander' = ANY (p.roles)\n                                 AND upper(p.call_sign) = upper(NEW.call_sign)) THEN\n                    RAISE EXCEPTION 'unit % is not that commander''s', NEW.call_sign USING ERRCODE = 'check_violation';\n                END IF;\n                RETURN NEW;\n                ", hash='64bd96464395b701da9a8fe78c666023c9bae052', operation='INSERT', pgid='pgtrigger_a_commanders_unit_is_a_commanders_e64c4', table='requests_unit', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='arrival',
            trigger=pgtrigger.compiler.Trigger(name='written_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2f65ba54c9a1ef32e8c113bee704ef6e202cac25', operation='UPDATE OR DELETE', pgid='pgtrigger_written_once_f237d', table='requests_arrival', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='arrival',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'written once: this table is never emptied';", hash='13178cab6bab75db032910b17acf510dab52fc99', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_395f0', table='requests_arrival', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='arrival',
            trigger=pgtrigger.compiler.Trigger(name='arrives_after_it_was_sent', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                IF NEW.at > NEW.noted_at OR NEW.at < (SELECT d.at FROM requests_unit u JOIN requests_dispatch d\n                                                      ON d.id = u.dispatch_id WHERE u.id = NEW.unit_id) THEN\n                    RAISE EXCEPTION 'a unit arrives after it was sent and before that is written down'\n                        USING ERRCODE = 'check_violation';\n                END IF;\n                RETURN NEW;\n                ", hash='4e913ff3529eb1362be851a0d53ed53f8e43d4c2', operation='INSERT', pgid='pgtrigger_arrives_after_it_was_sent_09c2a', table='requests_arrival', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='withdrawal',
            trigger=pgtrigger.compiler.Trigger(name='written_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='eac1482614310eefb6efe838b3f464ba5a65d0b7', operation='UPDATE OR DELETE', pgid='pgtrigger_written_once_2f8af', table='requests_withdrawal', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='withdrawal',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'written once: this table is never emptied';", hash='fded0915642f1b8a55603b82bdb59abb50e2e891', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_b9932', table='requests_withdrawal', when='BEFORE')),
        ),
    ]
