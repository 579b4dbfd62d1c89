package dev.groundwork.payment.rail.sepa;

import java.io.ByteArrayInputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;

import dev.groundwork.payment.rail.CutOff;
import dev.groundwork.payment.rail.sepa.Pain001.Version;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SepaTest {

    @Nested
    class TheFile {

        @Test
        void is_valid_against_the_schema_of_the_standard() throws Exception {
            byte[] xml = Pain001.write(file(25, 10), Version.V09);

            schema().newValidator().validate(new StreamSource(new ByteArrayInputStream(xml)));

            Document document = parse(xml);
            assertThat(text(document, "NbOfTxs", 0)).isEqualTo("25");
            assertThat(text(document, "CtrlSum", 0)).isEqualTo("28.25");
            assertThat(document.getElementsByTagName("PmtInf").getLength()).isEqualTo(3);
            assertThat(document.getElementsByTagName("CdtTrfTxInf").getLength()).isEqualTo(25);
            assertThat(text(document, "PmtInfId", 2)).isEqualTo("0198c0de000070008000000000000001-3");
            assertThat(document.getElementsByTagName("AdrLine").getLength()).isZero();
            assertThat(document.getElementsByTagName("PstlAdr").getLength()).isEqualTo(12);
        }

        @Test
        void is_valid_in_the_older_version_too_and_has_no_addresses_there() throws Exception {
            byte[] xml = Pain001.write(file(25, 10), Version.V03);

            schema("/pain.001.001.03.xsd").newValidator().validate(new StreamSource(new ByteArrayInputStream(xml)));
            Document document = parse(xml);
            assertThat(text(document, "CtrlSum", 0)).isEqualTo("28.25");
            assertThat(text(document, "ReqdExctnDt", 0)).isEqualTo("2026-11-23");
            assertThat(document.getElementsByTagName("BIC").getLength()).isEqualTo(3 + 12);
            assertThat(document.getElementsByTagName("PstlAdr").getLength()).isZero();
        }

        @Test
        void sums_of_the_blocks_are_the_sum_of_the_file() throws Exception {
            Document document = parse(Pain001.write(file(25, 10), Version.V09));

            double blocks = 0;
            for (int i = 1; i <= 3; i++) {
                blocks += Double.parseDouble(text(document, "CtrlSum", i));
            }
            assertThat(blocks).isEqualTo(28.25);
        }

        @Test
        void has_the_same_bytes_every_time() {
            assertThat(Pain001.write(file(25, 10), Version.V09)).isEqualTo(Pain001.write(file(25, 10), Version.V09));
        }

        @Test
        void holds_nothing_outside_the_character_set() {
            String xml = new String(Pain001.write(file(3, 10), Version.V09), StandardCharsets.UTF_8);

            assertThat(xml)
                    .contains("<Nm>Wanda Weiss-Lodz</Nm>")
                    .doesNotContain("ß")
                    .doesNotContain("Ł");
            assertThat(xml.chars().allMatch(letter -> letter < 128)).isTrue();
        }

        @Test
        void with_fifteen_thousand_lines_is_written_whole() throws Exception {
            byte[] xml = Pain001.write(file(15_000, 5_000), Version.V09);

            schema().newValidator().validate(new StreamSource(new ByteArrayInputStream(xml)));
            assertThat(text(parse(xml), "NbOfTxs", 0)).isEqualTo("15000");
        }

        @Test
        void is_not_written_for_nothing_nor_with_a_hundred_blocks() {
            assertThatThrownBy(() -> file(0, 10)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> file(100, 1)).isInstanceOf(IllegalArgumentException.class);
        }

        private static TransferFile file(int count, int perBlock) {
            List<CreditTransfer> transfers = new ArrayList<>();
            for (int i = 1; i <= count; i++) {
                boolean addressed = i % 2 == 0;
                transfers.add(new CreditTransfer(
                        "payout-%05d".formatted(i),
                        100 + i,
                        "Wanda Weiß-Łódź",
                        "ES9121000418450200051332",
                        addressed ? "CAIXESBBXXX" : null,
                        addressed ? "Málaga" : null,
                        addressed ? "ES" : null,
                        "Groundwork payout " + i));
            }
            return new TransferFile(
                    "0198c0de000070008000000000000001",
                    Instant.parse("2026-11-22T19:00:00.123456Z"),
                    LocalDate.of(2026, 11, 23),
                    new TransferFile.Debtor("Groundwork Local", "DE89370400440532013000", "COBADEFFXXX"),
                    transfers,
                    perBlock);
        }

        /** The schema stays where it is published: inside the library, on the class path of the tests. */
        private static Schema schema() throws Exception {
            return schema("/pain.001.001.09.xsd");
        }

        private static Schema schema(String name) throws Exception {
            URL xsd = SepaTest.class.getResource(name);
            assertThat(xsd).isNotNull();
            return SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI).newSchema(xsd);
        }

        private static Document parse(byte[] xml) throws Exception {
            return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(xml));
        }

        private static String text(Document document, String element, int index) {
            return document.getElementsByTagName(element).item(index).getTextContent();
        }
    }

    @Nested
    class LatinLetters {

        @ParameterizedTest
        @CsvSource({
            "Müller, Muller",
            "Weiß, Weiss",
            "Søren Ærø, Soren AEro",
            "Łukasz Żółć, Lukasz Zolc",
            "Ðorđe Çelik İnönü, Dorde Celik Inonu",
            "Γιώργος Παπαδόπουλος, Giorgos Papadopoulos",
            "Щербина Юлия, Shterbina Yuliya",
            "O’Neill & Söhne, O'Neill + Sohne",
            "a  b\tc, a b c",
            "x<y>, x.y.",
        })
        void stand_for_what_the_scheme_does_not_know(String written, String latin) {
            assertThat(LatinText.of(written, 70)).isEqualTo(latin);
        }

        @ParameterizedTest
        @ValueSource(strings = {"张伟", "   ", "...", "🙂"})
        void are_missing_where_nothing_can_be_read(String written) {
            assertThat(LatinText.of(written, 70)).isEmpty();
        }

        @Test
        void are_cut_to_the_length_that_banks_take() {
            assertThat(LatinText.of("ß".repeat(50), 70)).hasSize(70);
        }
    }

    @Nested
    class TheCalendar {

        @ParameterizedTest
        @CsvSource({
            "2026-11-20T10:00:00Z, 2026-11-20",
            "2026-11-20T14:30:00Z, 2026-11-23",
            "2026-11-22T10:00:00Z, 2026-11-23",
            "2026-12-24T15:00:00Z, 2026-12-28",
            "2027-03-25T15:00:00Z, 2027-03-30",
            "2026-07-01T13:30:00Z, 2026-07-02",
            "2026-12-31T16:00:00Z, 2027-01-04",
        })
        void asks_for_the_next_day_on_which_euros_settle(Instant moment, LocalDate expected) {
            assertThat(new CutOff(LocalTime.of(15, 0), ZoneId.of("Europe/Amsterdam"), CutOff.Days.TARGET)
                            .valueDate(moment))
                    .isEqualTo(expected);
        }

        @ParameterizedTest
        @CsvSource({
            "2026-04-03, false",
            "2026-04-06, false",
            "2027-03-26, false",
            "2027-03-29, false",
            "2028-04-14, false",
            "2035-03-23, false",
            "2035-03-26, false",
            "2026-05-01, false",
            "2026-12-25, false",
            "2026-04-07, true",
            "2026-11-23, true",
        })
        void knows_the_closing_days(LocalDate day, boolean open) {
            assertThat(TargetCalendar.isOpen(day)).isEqualTo(open);
        }
    }
}
