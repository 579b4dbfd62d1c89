package dev.groundwork.task.quality;

import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** What this feature keeps as JSON in its tables. */
final class QualityJson {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final TypeReference<Map<String, Count>> COUNTS = new TypeReference<>() {};
    private static final TypeReference<Map<String, OutputSkill>> SKILLS = new TypeReference<>() {};
    private static final TypeReference<Map<String, JudgedAnswer.Judged>> JUDGED = new TypeReference<>() {};

    private QualityJson() {}

    static JsonNode read(String stored) {
        try {
            return JSON.readTree(stored);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("stored JSON cannot be read", impossible);
        }
    }

    static Map<String, Count> counts(String stored) {
        return read(stored, COUNTS);
    }

    static Map<String, OutputSkill> skills(String stored) {
        return read(stored, SKILLS);
    }

    static Map<String, JudgedAnswer.Judged> judged(String stored) {
        return read(stored, JUDGED);
    }

    private static <T> T read(String stored, TypeReference<T> type) {
        try {
            return JSON.readValue(stored, type);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("stored JSON cannot be read", impossible);
        }
    }

    static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("cannot be written as JSON", impossible);
        }
    }
}
