package dev.freshet.scoring;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "dev.freshet.scoring",
    importOptions = ImportOption.DoNotIncludeTests.class)
class PackagesTest {

  private static final String ROOT = "dev.freshet.scoring";

  @ArchTest
  static final ArchRule PACKAGES_HAVE_NO_CYCLES =
      slices()
          .matching(ROOT + ".(**)")
          .should()
          .beFreeOfCycles()
          .because("a package is understood with those below it");

  @ArchTest
  static final ArchRule ARROWS_POINT_DOWNWARDS =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("top of all")
          .definedBy(ROOT)
          .layer("training")
          .definedBy(ROOT + ".training")
          .layer("ranking")
          .definedBy(ROOT + ".ranking")
          .layer("pulse")
          .definedBy(ROOT + ".pulse")
          .layer("listrule")
          .definedBy(ROOT + ".listrule")
          .layer("candidates and items")
          .definedBy(ROOT + ".candidates", ROOT + ".items")
          .layer("similarity and interest")
          .definedBy(ROOT + ".similarity", ROOT + ".interest")
          .layer("history")
          .definedBy(ROOT + ".history")
          .layer("stickiness")
          .definedBy(ROOT + ".stickiness")
          .layer("community")
          .definedBy(ROOT + ".community")
          .layer("audience")
          .definedBy(ROOT + ".audience")
          .layer("engagement")
          .definedBy(ROOT + ".engagement")
          .layer("experiment")
          .definedBy(ROOT + ".experiment")
          .layer("effect")
          .definedBy(ROOT + ".effect")
          .layer("model")
          .definedBy(ROOT + ".model")
          .layer("event")
          .definedBy(ROOT + ".event")
          .layer("ground")
          .definedBy(
              ROOT + ".id", ROOT + ".decay", ROOT + ".codec", ROOT + ".top", ROOT + ".settings")
          .whereLayer("top of all")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("stickiness")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("community")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("audience")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("experiment")
          .mayOnlyBeAccessedByLayers("training")
          .whereLayer("engagement")
          .mayOnlyBeAccessedByLayers("audience")
          .whereLayer("training")
          .mayOnlyBeAccessedByLayers("top of all")
          .whereLayer("ranking")
          .mayOnlyBeAccessedByLayers("top of all", "training")
          .whereLayer("pulse")
          .mayOnlyBeAccessedByLayers("top of all", "training", "ranking")
          .whereLayer("listrule")
          .mayOnlyBeAccessedByLayers("top of all", "training", "ranking")
          .whereLayer("listrule")
          .mayOnlyAccessLayers("candidates and items", "model", "event", "ground")
          .whereLayer("candidates and items")
          .mayOnlyBeAccessedByLayers("top of all", "training", "ranking", "pulse", "listrule")
          .whereLayer("similarity and interest")
          .mayOnlyBeAccessedByLayers(
              "top of all", "training", "ranking", "pulse", "candidates and items")
          .whereLayer("history")
          .mayOnlyAccessLayers("event", "ground")
          .whereLayer("stickiness")
          .mayOnlyAccessLayers("event", "ground")
          .whereLayer("community")
          .mayOnlyAccessLayers("event", "ground")
          .whereLayer("audience")
          .mayOnlyAccessLayers("engagement", "effect", "event", "ground")
          .whereLayer("engagement")
          .mayOnlyAccessLayers("effect", "event", "ground")
          .whereLayer("experiment")
          .mayOnlyAccessLayers("effect", "model", "event", "ground")
          .whereLayer("effect")
          .mayOnlyAccessLayers("ground")
          .whereLayer("model")
          .mayOnlyAccessLayers("event", "ground")
          .whereLayer("event")
          .mayOnlyAccessLayers("ground")
          .whereLayer("ground")
          .mayNotAccessAnyLayer()
          .because("arithmetic knows nothing of what is composed of it");
}
