package dev.groundwork.task.result;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.task.aggregation.Controls;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** The right answers to the control tasks of a job, as far as they are still secret. */
@ApplicationScoped
class ControlAnswers {

    private static final String GOLD = """
            select position, gold from control_task where job_id = ? and not training and state <> 'LEAKED'
            """;

    private final ObjectMapper json;

    ControlAnswers(ObjectMapper json) {
        this.json = json;
    }

    Controls of(Connection tx, UUID jobId) throws SQLException {
        Map<Long, JsonNode> gold = new HashMap<>();
        try (var query = tx.prepareStatement(GOLD)) {
            query.setObject(1, jobId);
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    gold.put(row.getLong(1), json.readTree(row.getString(2)));
                }
            }
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a stored right answer is not JSON", impossible);
        }
        return new Controls(gold);
    }

    int count(Connection tx, UUID jobId) throws SQLException {
        try (var query = tx.prepareStatement("select count(*) from (" + GOLD + ") known")) {
            query.setObject(1, jobId);
            try (var row = query.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }
}
