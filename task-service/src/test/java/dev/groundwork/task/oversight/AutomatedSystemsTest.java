package dev.groundwork.task.oversight;

import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TokensTestResource;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class AutomatedSystemsTest {

    @Test
    void everybody_may_read_the_register() {
        given().get("/v1/systems")
                .then()
                .statusCode(200)
                .body(
                        "items.id",
                        hasItems(
                                "signal-error-agreement",
                                "signal-duplicated-text",
                                "signal-fast-work",
                                "stopping-rule",
                                "control-mixing",
                                "method-choice",
                                "review-by-silence",
                                "review-by-control-score",
                                "rejection-breaker",
                                "dispute-clocks",
                                "pay-watch",
                                "active-time"))
                .body("items.size()", equalTo(AutomatedSystems.ALL.size()))
                .body("items[0].changedOn", equalTo("2026-11-26"));
    }

    @Test
    void every_entry_says_all_that_is_to_be_known() {
        assertThat(AutomatedSystems.ALL).extracting(AutomatedSystem::id).doesNotHaveDuplicates();
        assertThat(AutomatedSystems.ALL).allSatisfy(system -> {
            assertThat(system.id()).matches("[a-z]+(-[a-z]+)*");
            assertThat(system.version()).isPositive();
            assertThat(system.name()).isNotBlank();
            assertThat(system.purpose()).endsWith(".");
            assertThat(system.data()).isNotEmpty();
            assertThat(system.parameters()).isNotEmpty();
            assertThat(system.effect()).endsWith(".");
            assertThat(system.remedy()).endsWith(".");
            assertThat(system.owner()).isNotBlank();
        });
    }
}
