-- Jobs that were given up forget whom they were for, as they do from now on.
UPDATE job SET payload = '{}', unique_key = NULL WHERE state = 'dead';
