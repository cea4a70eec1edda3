"""`make bench`: how fast Rives serves, against what its server and Wagtail can do at all, in one run."""
