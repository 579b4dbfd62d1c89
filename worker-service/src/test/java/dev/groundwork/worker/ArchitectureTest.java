package dev.groundwork.worker;

import jakarta.persistence.Entity;
import jakarta.ws.rs.Path;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

@AnalyzeClasses(packages = "dev.groundwork.worker", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule features_do_not_form_cycles =
            slices().matching("dev.groundwork.worker.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule resources_stay_private_to_their_feature =
            classes().that().areAnnotatedWith(Path.class).should().bePackagePrivate();

    /** Quarkus ignores other methods, with a warning only. */
    @ArchTest
    static final ArchRule methods_of_resources_are_public = methods()
            .that()
            .areDeclaredInClassesThat()
            .areAnnotatedWith(Path.class)
            .and()
            .areMetaAnnotatedWith("jakarta.ws.rs.HttpMethod")
            .should()
            .haveModifier(JavaModifier.PUBLIC);

    @ArchTest
    static final ArchRule entities_know_nothing_of_http = noClasses()
            .that()
            .areAnnotatedWith(Entity.class)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.ws.rs..", "org.jboss.resteasy..");
}
