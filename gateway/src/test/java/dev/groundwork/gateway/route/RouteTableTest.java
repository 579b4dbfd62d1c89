package dev.groundwork.gateway.route;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.groundwork.gateway.route.RouteTable.Here;
import dev.groundwork.gateway.route.RouteTable.Nowhere;
import dev.groundwork.gateway.route.RouteTable.ToService;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RouteTableTest {

    /** The first one of a resource, before its class. */
    private static final Pattern CLASS_PATH = Pattern.compile("@(?:jakarta\\.ws\\.rs\\.)?Path\\(\"(/[^\"]*)\"\\)");

    @ParameterizedTest
    @CsvSource({
        "/v1/jobs, TASK",
        "/v1/jobs/0198/claims, TASK",
        "/v1/jobs/0198/progress/events, TASK",
        "/v1/offers, TASK",
        "/v1/paid-work, TASK",
        "/v1/media/0198/content, TASK",
        "/v1/cases/0198/dismiss, TASK",
        "/v1/decisions, TASK",
        "/v1/systems, TASK",
        "/v1/templates/boxes, TASK",
        "/v1/bundles/0198, TASK",
        "/v1/me, WORKER",
        "/v1/me/, WORKER",
        "/v1/me/record, WORKER",
        "/v1/me/notices/0198/read, WORKER",
        "/v1/me/payout-method, PAYMENT",
        "/v1/me/payout-method/anything, PAYMENT",
        "/v1/me/payout-methods, WORKER",
        "/v1/payout-batches/0198/file, PAYMENT",
        "/v1/payables, PAYMENT",
        "/v1/rails/stripe/webhook, PAYMENT",
        "/v1/wage-floors, PAYMENT",
        "/v1/audit/paid-work, PAYMENT",
        "/v1/benefit-schemes, PAYMENT",
        "/v1/key-caps, PAYMENT",
        "/v1/bonuses, PAYMENT",
        "/v1/bank-files, PAYMENT",
        "/v1/suspense/lines, PAYMENT",
        "/v1/months/2026-10/close, PAYMENT",
    })
    void leads_each_path_to_the_service_that_owns_it(String path, Upstream service) {
        assertThat(RouteTable.find(path)).isEqualTo(new ToService(service));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/v1/registrations", "/v1/machine-clients", "/v1/machine-clients/machine-1", "/v1/market-health"
            })
    void keeps_its_own(String path) {
        assertThat(RouteTable.find(path)).isEqualTo(new Here());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1", "/v1/", "/v1/job", "/v1/jobsX", "/v2/jobs", "/q/metrics", "/", "/v1/unknown/jobs"})
    void knows_nothing_else(String path) {
        assertThat(RouteTable.find(path)).isEqualTo(new Nowhere());
    }

    /** What answers everybody proves nothing of a token, so the table must know each such path. */
    @Test
    void the_public_paths_of_the_services_are_known() throws IOException {
        var root = Path.of(System.getProperty("groundwork.root"));
        var open = new ArrayList<String>();
        for (var module : new String[] {"task-service", "worker-service", "payment-service", "gateway"}) {
            try (Stream<Path> files = Files.walk(root.resolve(module).resolve("src/main/java"))) {
                for (var file : files.filter(name -> name.toString().endsWith("Resource.java"))
                        .toList()) {
                    var source = Files.readString(file);
                    var path = CLASS_PATH.matcher(source);
                    if (source.contains("@PermitAll\n")
                            && path.find()
                            && path.group(1).startsWith("/v1")) {
                        open.add(path.group(1));
                    }
                }
            }
        }

        assertThat(open).contains("/v1/media", "/v1/wage-floors").allMatch(RouteTable::isPublic);
        assertThat(RouteTable.isPublic("/v1/media/0198/content")).isTrue();
        assertThat(RouteTable.isPublic("/v1/jobs")).isFalse();
        assertThat(RouteTable.isPublic("/v1/mediation")).isFalse();
    }

    @Test
    void bearer_tokens_have_three_parts() {
        assertThat(Door.couldBeBearer("Bearer abc.d-e_f.123")).isTrue();
        assertThat(Door.couldBeBearer("bearer abc.def.123")).isTrue();
        assertThat(Door.couldBeBearer("Bearer abc.def")).isFalse();
        assertThat(Door.couldBeBearer("Bearer abc..def")).isFalse();
        assertThat(Door.couldBeBearer("Bearer a.b.c.d")).isFalse();
        assertThat(Door.couldBeBearer("Bearer a.b.")).isFalse();
        assertThat(Door.couldBeBearer("Bearer .b.c")).isFalse();
        assertThat(Door.couldBeBearer("Bearer a.b.c d")).isFalse();
        assertThat(Door.couldBeBearer("Basic cml0YTpkZW1v")).isFalse();
        assertThat(Door.couldBeBearer("Bearer ")).isFalse();
    }
}
