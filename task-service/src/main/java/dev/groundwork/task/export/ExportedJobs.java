package dev.groundwork.task.export;

import java.sql.SQLException;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.task.spec.TaskSpec;
import dev.groundwork.task.spec.TaskSpecs;

import io.agroal.api.AgroalDataSource;

/** What an export has to know of its job, whoever asked for it. */
@ApplicationScoped
class ExportedJobs {

    private final AgroalDataSource db;
    private final TaskSpecs specs;

    ExportedJobs(AgroalDataSource db, TaskSpecs specs) {
        this.db = db;
        this.specs = specs;
    }

    record ExportedJob(String title, TaskSpec spec) {}

    ExportedJob get(UUID jobId) {
        try (var connection = db.getConnection();
                var query = connection.prepareStatement("select title, spec_hash from job where id = ?")) {
            query.setObject(1, jobId);
            try (var row = query.executeQuery()) {
                if (!row.next()) {
                    throw new IllegalStateException("no job " + jobId + ", which has an export");
                }
                return new ExportedJob(row.getString(1), specs.byHash(row.getString(2)));
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot read job " + jobId, failure);
        }
    }
}
