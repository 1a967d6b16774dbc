-- What Cairn adds to MLflow's schema. Every name begins with cairn_; docs/compatibility.md lists them; `cairn db release` drops them.
-- One object per statement, and each statement names its object first after CREATE … IF NOT EXISTS.

-- Runs of an experiment, newest first and those without a start last: the order of every search that asks for no other.
CREATE INDEX IF NOT EXISTS cairn_runs_experiment_start ON runs (experiment_id, (coalesce(start_time, -9223372036854775807)) DESC, run_uuid);

-- Runs by the value of a parameter: filters such as params.model = 'xgboost'. Only its start: PostgreSQL cannot index a long value.
CREATE INDEX IF NOT EXISTS cairn_params_value ON params (key, (substr(value, 1, 64)), run_uuid);

-- The runs that a run started: clients and pages ask for them by this tag.
-- The key is in it although it is always the same: SQLite, which has no statistics, prefers an index with two columns given.
CREATE INDEX IF NOT EXISTS cairn_tags_parent_run ON tags (key, (substr(value, 1, 64)), run_uuid) WHERE key = 'mlflow.parentRunId';

-- MLflow's key begins with the tag's name, so the tags of one experiment would need a scan.
CREATE INDEX IF NOT EXISTS cairn_experiment_tags_experiment ON experiment_tags (experiment_id);

-- Versions by the run that made them.
CREATE INDEX IF NOT EXISTS cairn_model_versions_run ON model_versions (run_id);

-- Logged models of an experiment, newest first, and of a run.
CREATE INDEX IF NOT EXISTS cairn_logged_models_experiment_created ON logged_models (experiment_id, creation_timestamp_ms);
CREATE INDEX IF NOT EXISTS cairn_logged_models_run ON logged_models (source_run_id);

-- Metrics that a run logged on models: its foreign key has no index in MLflow's schema.
CREATE INDEX IF NOT EXISTS cairn_logged_model_metrics_run ON logged_model_metrics (run_id);

-- Versions, last changed first: the order of every search that asks for no other.
CREATE INDEX IF NOT EXISTS cairn_model_versions_updated
    ON model_versions (workspace, (coalesce(last_updated_time, -9223372036854775807)) DESC, name, version DESC);

-- Versions by the value of a tag. Only its start: PostgreSQL cannot index a long value.
CREATE INDEX IF NOT EXISTS cairn_model_version_tags_value ON model_version_tags (workspace, key, (substr(value, 1, 64)), name, version);

-- Events on their way to webhooks: written with what causes them, removed when they are sent or given up.
CREATE TABLE IF NOT EXISTS cairn_webhook_outbox (
    event_id VARCHAR(36) NOT NULL,
    webhook_id VARCHAR(256) NOT NULL,
    entity VARCHAR(50) NOT NULL,
    action VARCHAR(50) NOT NULL,
    payload TEXT NOT NULL,
    created_ms BIGINT NOT NULL,
    due_ms BIGINT NOT NULL,
    attempts INTEGER NOT NULL,
    PRIMARY KEY (event_id, webhook_id)
);
CREATE INDEX IF NOT EXISTS cairn_webhook_outbox_due ON cairn_webhook_outbox (due_ms);
