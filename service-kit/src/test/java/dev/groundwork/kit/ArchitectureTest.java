package dev.groundwork.kit;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

@AnalyzeClasses(packages = "dev.groundwork.kit", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule the_kit_knows_no_noun_of_the_domain = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.groundwork.contracts..",
                    "dev.groundwork.task..",
                    "dev.groundwork.worker..",
                    "dev.groundwork.payment..",
                    "dev.groundwork.gateway..",
                    "dev.groundwork.local..");

    @ArchTest
    static final ArchRule without_kafka_there_is_still_the_rest = noClasses()
            .that()
            .resideOutsideOfPackages("dev.groundwork.kit.outbox..", "dev.groundwork.kit.inbox..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.groundwork.kit.outbox..",
                    "dev.groundwork.kit.inbox..",
                    "org.apache.kafka..",
                    "io.smallrye.reactive.messaging..");

    @ArchTest
    static final ArchRule no_circles =
            slices().matching("dev.groundwork.kit.(*)..").should().beFreeOfCycles();
}
