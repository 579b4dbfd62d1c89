package dev.groundwork.task;

import jakarta.persistence.Entity;
import jakarta.ws.rs.Path;

import dev.groundwork.contracts.Amount;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/** The lines of the house, as far as they can be drawn in code. */
@AnalyzeClasses(
        packages = {"dev.groundwork.task", "dev.groundwork.kit"},
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule features_do_not_form_cycles =
            slices().matching("dev.groundwork.task.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule resources_stay_private_to_their_feature =
            classes().that().areAnnotatedWith(Path.class).should().bePackagePrivate();

    @ArchTest
    static final ArchRule endpoints_are_public_or_they_would_be_ignored = methods()
            .that()
            .areDeclaredInClassesThat()
            .areAnnotatedWith(Path.class)
            .and()
            .areMetaAnnotatedWith(jakarta.ws.rs.HttpMethod.class)
            .should()
            .bePublic();

    @ArchTest
    static final ArchRule entities_know_nothing_of_http = noClasses()
            .that()
            .areAnnotatedWith(Entity.class)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.ws.rs..", "org.jboss.resteasy..");

    @ArchTest
    static final ArchRule services_see_no_http = noClasses()
            .that()
            .haveSimpleNameEndingWith("Desk")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.ws.rs..", "org.jboss.resteasy..");

    @ArchTest
    static final ArchRule kinds_and_aggregation_know_neither_framework_nor_database = classes()
            .that()
            .resideInAnyPackage("dev.groundwork.task.aggregation", "dev.groundwork.task.kind")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.groundwork.task.aggregation",
                    "dev.groundwork.task.kind",
                    "dev.groundwork.task.spec",
                    "dev.groundwork.truth..",
                    "com.fasterxml.jackson..",
                    "java..",
                    "org.jspecify..")
            .andShould()
            .notBeAnnotatedWith("jakarta.enterprise.context.ApplicationScoped");

    @ArchTest
    static final ArchRule the_kit_knows_no_noun_of_the_domain = noClasses()
            .that()
            .resideInAPackage("dev.groundwork.kit..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(Amount.class.getPackageName() + "..", "dev.groundwork.task..");

    @ArchTest
    static final ArchRule nothing_is_called_after_its_layer =
            noClasses().should().haveNameMatching(".*(Entity|DTO|Dto|VO|Impl|Manager|Helper|Util|Utils)");
}
