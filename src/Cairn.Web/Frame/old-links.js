// Leads MLflow's links, which keep the path behind a "#", to the page that shows the same. Runs before anything is shown.
