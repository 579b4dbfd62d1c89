package dev.groundwork.e2e;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;

import dev.groundwork.local.Marketplace;

import io.restassured.path.xml.XmlPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

/** The one flow that everything serves: a requester's money reaches the bank accounts of those who did the work. */
@ExtendWith(SharedMarketplace.class)
class RequesterToPayoutJourneyTest {

    private final Marketplace marketplace;
    private final Person rita;
    private final Person vic;
    private final Person rob;
    private final Person mia;
    private final Person carl;
    private final Person fin;

    RequesterToPayoutJourneyTest(Marketplace marketplace) {
        this.marketplace = marketplace;
        this.rita = Person.demo(marketplace, "rita");
        this.vic = Person.demo(marketplace, "vic");
        this.rob = Person.demo(marketplace, "rob");
        this.mia = Person.demo(marketplace, "mia");
        this.carl = Person.demo(marketplace, "carl");
        this.fin = Person.demo(marketplace, "fin");
    }

    @Test
    void money_goes_from_a_deposit_over_approved_answers_into_a_settled_batch() throws IOException {
        var workers = List.of(
                Person.newWorker(marketplace, "ES", "ES9121000418450200051332"),
                Person.newWorker(marketplace, "FR", "FR1420041010050500013M02606"),
                Person.newWorker(marketplace, "DE", "DE89370400440532013000"));
        var job = postWithPictures();
        var progress = watch(job);

        var answers = answerEverything(job, workers);
        approve(job, answers);

        // Six answers of 0.10 and a fee of 0.02 each.
        rita.with().get(job).then().body("state", is("COMPLETED"));
        rita.with()
                .get(job + "/results")
                .then()
                .statusCode(200)
                .body("items", hasSize(3))
                .body("items.result.animal.value", everyItem(equalTo("owl")));
        assertThat(exported(job + "/exports/answers.jsonl").lines()).hasSize(6);
        assertThat(exported(job + "/exports/results.jsonl").lines()).hasSize(3);
        assertThat(exported(job + "/exports/answers.csv").lines()).hasSize(7);
        assertThat(exported(job + "/exports/results.csv").lines()).hasSize(4);
        assertThat(progress.join()).anyMatch(line -> line.startsWith("data:") && line.contains("\"COMPLETED\""));
        var earned = new HashMap<Person, BigDecimal>();
        answers.forEach(answer -> earned.merge(answer.worker(), new BigDecimal("0.10"), BigDecimal::add));
        await().atMost(Jobs.SOON)
                .untilAsserted(() -> earned.forEach((worker, amount) ->
                        assertThat(earning(worker, "payable")).isEqualByComparingTo(amount)));
        await().atMost(Jobs.SOON)
                .untilAsserted(() -> workers.forEach(worker -> worker.with()
                        .get("/v1/me/record")
                        .then()
                        .statusCode(200)
                        .body("approved", greaterThanOrEqualTo(1))));

        payOut();

        earned.forEach((worker, amount) -> {
            assertThat(earning(worker, "payable")).isEqualByComparingTo(BigDecimal.ZERO);
            assertThat(earning(worker, "paidOut")).isEqualByComparingTo(amount);
            await().atMost(Jobs.SOON).untilAsserted(() -> worker.with()
                    .get("/v1/me/notices")
                    .then()
                    .statusCode(200)
                    .body("items", not(hasSize(0))));
        });
        balanced();
    }

    @Test
    void a_rejected_answer_keeps_its_money_on_hold() {
        var worker = Person.newWorker(marketplace, "IT", "IT60X0542811101000000123456");
        var job = Jobs.openJob(rob, Map.of("overlap", 1), 2);
        var claimed = Jobs.claim(worker, job, 2);
        claimed.forEach(task -> Jobs.submit(worker, task.assignmentId(), "cat"));
        var kept = claimed.getFirst().assignmentId();
        var rejected = claimed.getLast().assignmentId();

        rob.sending(Map.of("feedback", "Thank you"))
                .post("/v1/assignments/" + kept + "/approve")
                .then()
                .statusCode(200);
        String reason = rejectionReason(rejected);
        rob.sending(Map.of("reason", reason, "evidence", "The picture shows a dog.", "clause", "Choose what you see."))
                .post("/v1/assignments/" + rejected + "/reject")
                .then()
                .statusCode(200)
                .body("state", is("REJECTION_HELD"));

        await().atMost(Jobs.SOON)
                .untilAsserted(() -> assertThat(earning(worker, "earned")).isEqualByComparingTo("0.10"));
        rob.with()
                .get(job + "/progress")
                .then()
                .statusCode(200)
                .body("approved", is(1))
                .body("rejectionHeld", is(1))
                .body("state", not("COMPLETED"));
        var held =
                rob.with().get("/v1/balance").then().statusCode(200).extract().jsonPath();
        assertThat(new BigDecimal(held.getString("balances.find { it.currency == 'EUR' }.held.amount")))
                .isGreaterThanOrEqualTo(new BigDecimal("0.12"));
        worker.with().get("/v1/assignments/" + rejected).then().statusCode(200).body("state", is("REJECTION_HELD"));
        balanced();
    }

    @Test
    void requesters_see_their_own_things_only_and_viewers_change_nothing() {
        var job = Jobs.draft(rita, Jobs.terms(Map.of("title", "Acme's own")));

        vic.with().get(job).then().statusCode(200).body("title", is("Acme's own"));
        vic.with().post(job + "/publish").then().statusCode(403).body("code", is("not-allowed"));
        vic.once(Jobs.terms(Map.of())).post("/v1/jobs").then().statusCode(403).body("code", is("not-allowed"));
        rob.with().get(job).then().statusCode(404).body("code", is("job-not-found"));
        rob.with().post(job + "/publish").then().statusCode(404);
        rob.with().get("/v1/jobs").then().statusCode(200).body("items.title", not(hasItem("Acme's own")));
        rita.with().get("/v1/jobs").then().statusCode(200).body("items.title", hasItem("Acme's own"));
    }

    /** Three tasks with pictures, two answers each. */
    private String postWithPictures() throws IOException {
        var job = Jobs.draft(
                rita,
                Jobs.terms(Map.of(
                        "spec", Jobs.spec("image", Map.of("type", "string", "format", "uri", "x-media", "image")))));
        var lines = new StringBuilder();
        for (int n = 1; n <= 3; n++) {
            String media = rita.with()
                    .contentType("image/png")
                    .body(picture(n))
                    .post("/v1/media")
                    .then()
                    .statusCode(201)
                    .body("mediaType", is("image/png"))
                    .extract()
                    .path("id");
            lines.append("{\"externalId\":\"p%d\",\"input\":{\"image\":\"media:%s\"}}\n".formatted(n, media));
        }
        assertThat(Jobs.upload(rita, job, lines.toString()).getInt("added")).isEqualTo(3);
        rita.with()
                .get(job + "/quote")
                .then()
                .statusCode(200)
                .body("assignments", is(6))
                .body("base.amount", is("0.60"))
                .body("fee.amount", is("0.12"))
                .body("reserve.amount", is("0.15"))
                .body("total.amount", is("0.87"))
                .body("floor.passes", is(true));
        Jobs.fund(rita, job);
        Jobs.open(rita, job);
        return job;
    }

    /** Follows the progress as server-sent events until the job ends. */
    private CompletableFuture<List<String>> watch(String job) {
        var lines = new CopyOnWriteArrayList<String>();
        var request = HttpRequest.newBuilder(URI.create(marketplace.urls().gateway() + job + "/progress/events"))
                .header("Authorization", "Bearer " + rita.token())
                .header("Accept", "text/event-stream")
                .build();
        var watching = HttpClient.newHttpClient()
                .sendAsync(request, HttpResponse.BodyHandlers.ofLines())
                .thenApply(response -> {
                    assertThat(response.statusCode()).isEqualTo(200);
                    response.body().forEach(lines::add);
                    return List.copyOf(lines);
                })
                .orTimeout(3, TimeUnit.MINUTES);
        await().atMost(Jobs.SOON).until(() -> lines.stream().anyMatch(line -> line.startsWith("data:")));
        return watching;
    }

    private record Given(Person worker, String assignment) {}

    private List<Given> answerEverything(String job, List<Person> workers) throws IOException {
        var given = new ArrayList<Given>();
        var first = workers.getFirst();
        var id = job.substring(job.lastIndexOf('/') + 1);
        await().atMost(Jobs.SOON)
                .untilAsserted(() ->
                        first.with().get("/v1/offers").then().statusCode(200).body("items.jobId", hasItem(id)));
        first.with().get("/v1/offers/" + id).then().statusCode(200).body("reward.amount", is("0.10"));

        // One comes back and is taken by somebody else.
        var taken = Jobs.claim(first, job, 3);
        first.with()
                .post("/v1/assignments/" + taken.getLast().assignmentId() + "/return")
                .then()
                .statusCode(200);
        look(taken.getFirst());
        for (var task : taken.subList(0, 2)) {
            first.sending(Map.of("activeSeconds", 1))
                    .post("/v1/assignments/" + task.assignmentId() + "/heartbeat")
                    .then()
                    .statusCode(200);
            Jobs.submit(first, task.assignmentId(), "owl");
            given.add(new Given(first, task.assignmentId()));
        }
        for (var other : workers.subList(1, 3)) {
            for (var task : Jobs.claim(other, job, 2)) {
                Jobs.submit(other, task.assignmentId(), "owl");
                given.add(new Given(other, task.assignmentId()));
            }
        }
        rita.with()
                .get(job + "/progress")
                .then()
                .body("submitted", is(6))
                .body("returned", is(1))
                .body("open", is(0));
        return given;
    }

    /** The link works without a token, and not when it was changed. */
    private void look(Jobs.Claimed task) throws IOException {
        var link = URI.create(marketplace.urls().gateway().toString())
                .resolve(String.valueOf(task.input().get("image")));
        var bytes = Person.anonymous(marketplace)
                .urlEncodingEnabled(false)
                .get(link)
                .then()
                .statusCode(200)
                .contentType(startsWith("image/png"))
                .extract()
                .asByteArray();
        assertThat(ImageIO.read(new java.io.ByteArrayInputStream(bytes)).getWidth())
                .isEqualTo(16);
        var forged = link.toString().replaceFirst("expires=\\d", "expires=9");
        assertThat(forged).isNotEqualTo(link.toString());
        Person.anonymous(marketplace)
                .urlEncodingEnabled(false)
                .get(forged)
                .then()
                .statusCode(403)
                .body("code", is("media-link-forged"));
    }

    private void approve(String job, List<Given> answers) {
        rita.with()
                .post("/v1/assignments/" + answers.getFirst().assignment() + "/approve")
                .then()
                .statusCode(200)
                .body("state", is("APPROVED"));
        rita.sending(Map.of(
                        "approve",
                        answers.subList(1, 3).stream().map(Given::assignment).toList()))
                .post(job + "/reviews")
                .then()
                .statusCode(200)
                .body("approved", is(2))
                .body("skipped", hasSize(0));
        rita.sending(Map.of("approveAll", true))
                .post(job + "/reviews")
                .then()
                .statusCode(200)
                .body("approved", is(3));
        await().atMost(Jobs.SOON)
                .untilAsserted(() -> rita.with().get(job).then().body("state", is("COMPLETED")));
    }

    /** Two people: who proposed a batch may not release it, whatever else they are. */
    private void payOut() {
        var batch = "/v1/payout-batches/"
                + fin.once(Map.of("currency", "EUR", "minimum", "0.01", "rail", "SEPA"))
                        .post("/v1/payout-batches")
                        .then()
                        .statusCode(201)
                        .body("state", is("FROZEN"))
                        .extract()
                        .path("id");
        String hash = fin.with().get(batch).then().extract().path("contentHash");
        fin.once(Map.of("contentHash", hash))
                .post(batch + "/release")
                .then()
                .statusCode(403)
                .body("code", is("maker-is-checker"));
        mia.once(Map.of("contentHash", hash)).post(batch + "/release").then().statusCode(403);
        carl.once(Map.of("contentHash", "0".repeat(64)))
                .post(batch + "/release")
                .then()
                .statusCode(409);
        carl.once(Map.of("contentHash", hash)).post(batch + "/release").then().statusCode(200);
        await().atMost(Jobs.SOON)
                .untilAsserted(() -> carl.with().get(batch).then().body("state", is("RELEASED")));

        var file = carl.with()
                .get(batch + "/file")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        var xml = new XmlPath(file);
        String total = carl.with().get(batch).then().extract().path("total.amount");
        assertThat(file).contains("urn:iso:std:iso:20022:tech:xsd:pain.001.001.09");
        assertThat(new BigDecimal(xml.getString("Document.CstmrCdtTrfInitn.GrpHdr.CtrlSum")))
                .isEqualByComparingTo(total);
        assertThat(carl.with().get(batch + "/file").asString()).isEqualTo(file);

        carl.once(Map.of()).post(batch + "/sent").then().statusCode(200);
        carl.once(Map.of()).post(batch + "/settle").then().statusCode(200).body("state", is("SUBMITTED"));
        fin.once(Map.of()).post(batch + "/settle").then().statusCode(200);
        await().atMost(Jobs.SOON)
                .untilAsserted(() -> carl.with().get(batch).then().body("state", is("SETTLED")));
    }

    private void balanced() {
        mia.with()
                .get("/v1/audit")
                .then()
                .statusCode(200)
                .body("ok", is(true))
                .body("invariants.ok", everyItem(is(true)));
        mia.with().get("/v1/trial-balance").then().statusCode(200);
        rita.with().get("/v1/trial-balance").then().statusCode(403);
    }

    private BigDecimal earning(Person worker, String name) {
        var earnings = worker.with()
                .get("/v1/earnings")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        String amount = earnings.getString("balances.find { it.currency == 'EUR' }." + name + ".amount");
        return amount == null ? BigDecimal.ZERO : new BigDecimal(amount);
    }

    private String exported(String path) {
        return rita.with().get(path).then().statusCode(200).extract().asString();
    }

    /** The closed list of reasons, as the refusal of an unknown one names it. */
    private String rejectionReason(String assignment) {
        rob.sending(Map.of("evidence", "x", "clause", "y"))
                .post("/v1/assignments/" + assignment + "/reject")
                .then()
                .statusCode(422)
                .body("code", is("rejection-needs-reason"))
                .body("detail", containsString("reason"));
        return "WRONG_ANSWER";
    }

    private static byte[] picture(int number) throws IOException {
        var image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
        image.setRGB(number, number, 0xff00ff);
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }
}
