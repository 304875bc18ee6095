// SPDX-License-Identifier: BSD-2-Clause
package caesure.testkit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The folder of vectors, {@code -Dcaesure.data=DIR}. It is not part of the repository: where it is
 * absent the tests say what they skipped, and where it was named but holds nothing that fits they
 * fail.
 */
public final class Vectors {
    private static final String NAMED = System.getProperty("caesure.data", "../shared/data");
    private static final String DEFAULT = System.getProperty("caesure.data.default", NAMED);

    /** Of the project: relative names are meant from there, not from the module under test. */
    private static final Path ROOT = Path.of(System.getProperty("caesure.root", ".."));

    private Vectors() {}

    /** Where the vectors lie, or would. */
    public static Path folder() {
        return ROOT.resolve(NAMED).toAbsolutePath().normalize();
    }

    /** A file or folder of the data; the test is skipped, with its name, where it is absent. */
    public static Path need(String relative) {
        Path path = folder().resolve(relative);
        if (!Files.exists(path)) skip("no " + path);
        return path;
    }

    /**
     * One test for each file that a suite reads, and a last one that something was run at all.
     *
     * @param elsewhere folders of the data that another module reads: a folder with only those is
     *     not named in vain
     */
    public static List<DynamicTest> tests(List<VectorSuite> suites, String... elsewhere)
            throws IOException {
        var tests = new ArrayList<DynamicTest>();
        var ran = new AtomicInteger();
        for (VectorSuite suite : suites) {
            List<Path> files = find(suite.glob());
            if (files.isEmpty()) {
                tests.add(
                        DynamicTest.dynamicTest(
                                suite.glob(),
                                () ->
                                        Assumptions.abort(
                                                "skipped: no "
                                                        + suite.glob()
                                                        + " in "
                                                        + folder())));
            }
            for (Path file : files) {
                String name = folder().relativize(file).toString();
                tests.add(DynamicTest.dynamicTest(name, () -> ran.addAndGet(run(suite, file))));
            }
        }
        tests.add(
                DynamicTest.dynamicTest(
                        "a named folder is not in vain", () -> notInVain(ran, elsewhere)));
        return tests;
    }

    /** Skips the test that asks, and says so where people look. */
    private static void skip(String why) {
        System.out.println("skipped: " + why);
        Assumptions.abort("skipped: " + why);
    }

    private static int run(VectorSuite suite, Path file) throws Exception {
        int cases = suite.run(file);
        System.out.println("vectors: " + folder().relativize(file) + ": " + cases + " ran");
        return cases;
    }

    private static void notInVain(AtomicInteger ran, String... elsewhere) {
        boolean read =
                Stream.of(elsewhere).anyMatch(name -> Files.isDirectory(folder().resolve(name)));
        if ((NAMED.equals(DEFAULT) || read) && ran.get() == 0)
            skip("nothing that fits in " + folder());
        assertTrue(ran.get() > 0, "-Dcaesure.data names " + folder() + ", but nothing in it ran");
    }

    private static List<Path> find(String glob) throws IOException {
        if (!Files.isDirectory(folder())) return List.of();
        var matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
        try (Stream<Path> all = Files.walk(folder())) {
            return all.filter(Files::isRegularFile)
                    .filter(path -> matcher.matches(folder().relativize(path)))
                    .sorted()
                    .toList();
        }
    }
}
