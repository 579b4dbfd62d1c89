package dev.groundwork.e2e;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

import dev.groundwork.local.Marketplace;

import io.restassured.RestAssured;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

/** The web client in a real browser against real servers. Pictures of its screens are left in target/web-screens. */
@ExtendWith(SharedMarketplace.class)
class WebClientTest {

    private final Marketplace marketplace;
    private final RealBrowser browser;

    WebClientTest(Marketplace marketplace) {
        this.marketplace = marketplace;
        this.browser = new RealBrowser(marketplace);
    }

    @Test
    void the_page_is_never_cached_and_allows_no_foreign_script() {
        String page = given("text/html")
                .get("/worker/jobs/anything")
                .then()
                .statusCode(200)
                .header("Cache-Control", equalTo("no-cache"))
                .header(
                        "Content-Security-Policy",
                        allOf(containsString("script-src 'self';"), not(containsString("unsafe"))))
                .extract()
                .asString();
        var script = page.replaceAll("(?s).*<script type=\"module\"[^>]* src=\"([^\"]+)\".*", "$1");

        given("*/*").get("/").then().statusCode(200).header("Content-Security-Policy", containsString("nonce-"));
        given("*/*")
                .header("Accept-Encoding", "gzip")
                .get(script)
                .then()
                .statusCode(200)
                .header("Cache-Control", containsString("immutable"))
                .header("Content-Type", containsString("javascript"));
        given("*/*")
                .get("/sw.js")
                .then()
                .statusCode(200)
                .header("Cache-Control", equalTo("no-cache"))
                .header("Content-Security-Policy", containsString("connect-src 'self'"))
                .header("Content-Type", containsString("javascript"))
                .body(containsString(script));
        given("*/*").get("/assets/manifest.json").then().statusCode(200).body("start_url", equalTo("/worker"));
        given("text/html").get("/assets/no-such-file.js").then().statusCode(404);
        given("text/html").get("/v1/no-such-path").then().statusCode(404).body("code", equalTo("no-such-path"));
        given("text/html").get("/status").then().statusCode(200).body(containsString("task-service"));
    }

    @Test
    void the_client_fits_the_api_as_it_describes_itself() throws IOException, InterruptedException {
        browser.node(Map.of(), "scripts/types.mjs", marketplace.urls().gateway() + "/openapi.json", "--check");
    }

    @Test
    void a_worker_contests_a_rejection_and_sees_the_money() throws IOException, InterruptedException {
        var rob = Person.demo(marketplace, "rob");
        var worker = Person.newWorker(marketplace, "ES", "ES9121000418450200051332");
        var job = Jobs.openJob(rob, Map.of("overlap", 1), 2);
        var claimed = Jobs.claim(worker, job, 2);
        claimed.forEach(task -> Jobs.submit(worker, task.assignmentId(), "cat"));
        rob.with()
                .post("/v1/assignments/" + claimed.get(0).assignmentId() + "/approve")
                .then()
                .statusCode(200);
        var evidence = "The same answer stands in all ten pictures.";
        rob.sending(Map.of("reason", "FRAUD", "evidence", evidence, "clause", "Look at the picture."))
                .post("/v1/assignments/" + claimed.get(1).assignmentId() + "/reject")
                .then()
                .statusCode(200);
        await().atMost(Jobs.SOON).untilAsserted(() -> worker.with()
                .get("/v1/me/notices")
                .then()
                .body("items.kind", hasItem("REJECTION_HELD"))
                .body("items.kind", hasItem("CREDITED")));

        browser.run("browser/pay.mjs", Map.of("GROUNDWORK_USER", worker.username(), "GROUNDWORK_EVIDENCE", evidence));

        worker.with()
                .get("/v1/assignments/" + claimed.get(1).assignmentId())
                .then()
                .body("state", equalTo("APPEALED"));
    }

    @Test
    void boxes_marks_and_rankings_are_made_by_keys_alone_and_with_a_finger() throws IOException, InterruptedException {
        var rita = Person.demo(marketplace, "rita");
        var iban = "ES9121000418450200051332";
        var desk = Person.newWorker(marketplace, "ES", iban);
        var phone = Person.newWorker(marketplace, "ES", iban);
        var job = markingJob(rita);
        // The services hear of a worker a moment after they registered.
        await().atMost(Jobs.SOON).untilAsserted(() -> List.of(desk, phone).forEach(worker -> worker.with()
                .get("/v1/offers/" + job.substring(job.lastIndexOf('/') + 1))
                .then()
                .statusCode(200)));

        browser.run(
                "browser/marking.mjs",
                Map.of(
                        "GROUNDWORK_JOB", job.substring(job.lastIndexOf('/') + 1),
                        "GROUNDWORK_PHONE_USER", phone.username(),
                        "GROUNDWORK_DESK_USER", desk.username()));

        desk.with()
                .get("/v1/assignments?state=SUBMITTED")
                .then()
                .body("items", hasSize(1))
                .body("items[0].answer.objects[0].label", equalTo("car"))
                .body("items[0].answer.names.spans[0].start", equalTo(0))
                .body("items[0].answer.names.spans[0].end", equalTo(12))
                .body("items[0].answer.order", equalTo(List.of("second reply", "first reply", "third reply")));
        phone.with()
                .get("/v1/assignments?state=SUBMITTED")
                .then()
                .body("items", hasSize(1))
                .body("items[0].answer.names.spans", hasSize(0))
                .body("items[0].answer.order", equalTo(List.of("first reply", "second reply", "third reply")));
    }

    /** One task with a picture, a text and three replies, answered by two people. */
    private static String markingJob(Person requester) throws IOException {
        Map<String, Object> properties = Map.of(
                "objects",
                Map.of(
                        "x-kind", "boxes",
                        "x-labels", List.of("car", "bicycle"),
                        "x-of", Map.of("$in", "/image"),
                        "x-size", Map.of("width", 400, "height", 200)),
                "names",
                Map.of("x-kind", "spans", "x-labels", List.of("PER", "LOC"), "x-of", Map.of("$in", "/text")),
                "order",
                Map.of("x-kind", "ranking", "x-of", Map.of("$in", "/replies")));
        Map<String, Object> input = Map.of(
                "type",
                "object",
                "required",
                List.of("image", "text", "replies"),
                "properties",
                Map.of(
                        "image", Map.of("type", "string", "format", "uri", "x-media", "image"),
                        "text", Map.of("type", "string"),
                        "replies", Map.of("type", "array", "items", Map.of("type", "string"))));
        List<Map<String, Object>> blocks = List.of(
                Map.of("type", "view.image", "value", Map.of("$in", "/image")),
                Map.of(
                        "type", "field.shapes",
                        "out", "/objects",
                        "tools", List.of("box"),
                        "label", Map.of("en", "Vehicles", "es", "Vehículos"),
                        "labels", Map.of("car", Map.of("en", "Car", "es", "Coche"))),
                Map.of(
                        "type", "field.spans",
                        "out", "/names",
                        "hotkeys", Map.of("PER", "p", "LOC", "l"),
                        "label", Map.of("en", "Names", "es", "Nombres"),
                        "labels", Map.of("PER", Map.of("en", "Person"), "LOC", Map.of("en", "Place"))),
                Map.of("type", "field.ranking", "out", "/order", "label", Map.of("en", "Best first")));
        var job = Jobs.draft(
                requester,
                Jobs.terms(Map.of(
                        "title",
                        "Mark and rank",
                        "overlap",
                        2,
                        "spec",
                        Map.of(
                                "spec",
                                "task/1",
                                "title",
                                Map.of("en", "Mark and rank"),
                                "input",
                                input,
                                "output",
                                Map.of(
                                        "type",
                                        "object",
                                        "additionalProperties",
                                        false,
                                        "required",
                                        List.of("objects", "names", "order"),
                                        "properties",
                                        properties),
                                "ui",
                                Map.of("kind", "blocks", "blocks", blocks)))));
        String media = requester
                .with()
                .contentType("image/png")
                .body(picture())
                .post("/v1/media")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        Jobs.upload(
                requester,
                job,
                "{\"externalId\":\"m1\",\"input\":{\"image\":\"media:" + media
                        + "\",\"text\":\"Ada Lovelace met Charles Babbage in London.\","
                        + "\"replies\":[\"first reply\",\"second reply\",\"third reply\"]}}\n");
        Jobs.fund(requester, job);
        Jobs.open(requester, job);
        return job;
    }

    static byte[] picture() throws IOException {
        return picture(200);
    }

    /** @param height in pixels: pictures of other heights are other media */
    static byte[] picture(int height) throws IOException {
        var image = new BufferedImage(400, height, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < 400; x++) {
            for (int y = 0; y < height; y++) {
                image.setRGB(x, y, x > 40 && x < 200 && y > 20 && y < 100 ? 0xC04020 : 0x90B0C0 + y / 4);
            }
        }
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }

    private io.restassured.specification.RequestSpecification given(String accept) {
        return RestAssured.given()
                .baseUri(marketplace.urls().gateway().toString())
                .header("Accept", accept);
    }
}
