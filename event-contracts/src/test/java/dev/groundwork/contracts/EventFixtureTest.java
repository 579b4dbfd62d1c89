package dev.groundwork.contracts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;

import dev.groundwork.contracts.payment.v1.EarningEvent;
import dev.groundwork.contracts.payment.v1.FundsEvent;
import dev.groundwork.contracts.payment.v1.PayoutEvent;
import dev.groundwork.contracts.payment.v1.SealEvent;
import dev.groundwork.contracts.payment.v1.WageFloorEvent;
import dev.groundwork.contracts.task.v1.AssignmentEvent;
import dev.groundwork.contracts.task.v1.CaseEvent;
import dev.groundwork.contracts.task.v1.JobEvent;
import dev.groundwork.contracts.worker.v1.WorkerEvent;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The JSON of every event as it was promised. A fixture is never edited, only replaced by one with more fields: what an
 * older service wrote must stay readable, and an older service must be able to read what we write.
 */
class EventFixtureTest {

    private static final List<Class<?>> CONTRACTS = List.of(
            JobEvent.class,
            AssignmentEvent.class,
            CaseEvent.class,
            WorkerEvent.class,
            FundsEvent.class,
            EarningEvent.class,
            PayoutEvent.class,
            SealEvent.class,
            WageFloorEvent.class);

    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .build();

    private static final ObjectMapper STRICT = JSON.copy().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /** One named type of one contract. */
    record Type(Class<?> contract, Class<?> event, String name) {

        JsonNode fixture() {
            try (var file = EventFixtureTest.class.getResourceAsStream("/fixtures/" + name + ".json")) {
                assertThat(file)
                        .as("src/test/resources/fixtures/%s.json: every event type has one", name)
                        .isNotNull();
                return JSON.readTree(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Type> types() {
        return CONTRACTS.stream().flatMap(contract -> Stream.of(
                        contract.getAnnotation(JsonSubTypes.class).value())
                .map(subtype -> new Type(contract, subtype.value(), subtype.name())));
    }

    static Stream<Class<?>> contracts() {
        return CONTRACTS.stream();
    }

    @ParameterizedTest
    @MethodSource("types")
    void what_we_write_equals_the_fixture(Type type) throws Exception {
        var event = STRICT.treeToValue(type.fixture(), type.contract());

        assertThat(event).isInstanceOf(type.event());
        assertThat(JSON.readTree(JSON.writeValueAsString(event))).isEqualTo(type.fixture());
    }

    @ParameterizedTest
    @MethodSource("types")
    void the_fixture_shows_every_field(Type type) throws Exception {
        var event = JSON.treeToValue(type.fixture(), type.event());

        for (var component : type.event().getRecordComponents()) {
            var accessor = component.getAccessor();
            assertThat(accessor.invoke(event)).as(component.getName()).isNotNull();
            assertThat(type.fixture().has(component.getName()))
                    .as(component.getName())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void an_older_reader_reads_a_newer_event(Type type) throws Exception {
        var newer = (ObjectNode) type.fixture().deepCopy();
        newer.put("addedLater", "a word").putObject("addedMuchLater").put("with", 3);

        var event = JSON.treeToValue(newer, type.contract());

        assertThat(event).isEqualTo(JSON.treeToValue(type.fixture(), type.contract()));
    }

    @ParameterizedTest
    @MethodSource("contracts")
    void a_type_that_is_not_known_yet_is_read_as_unknown(Class<?> contract) throws Exception {
        var event = JSON.readValue("{\"type\":\"invented.later\",\"anything\":[1,{\"at\":\"all\"}]}", contract);

        assertThat(event.getClass().getSimpleName()).isEqualTo("Unknown");
    }

    @ParameterizedTest
    @MethodSource("contracts")
    void every_event_of_a_contract_has_a_name(Class<?> contract) {
        var named = Stream.of(contract.getAnnotation(JsonSubTypes.class).value())
                .<Class<?>>map(JsonSubTypes.Type::value)
                .toList();

        assertThat(List.of(contract.getPermittedSubclasses()))
                .filteredOn(event -> !event.getSimpleName().equals("Unknown"))
                .containsExactlyInAnyOrderElementsOf(named);
    }
}
