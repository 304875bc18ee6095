// SPDX-License-Identifier: BSD-2-Clause
package caesure.options;

import caesure.consensus.Network;
import caesure.options.Option.Meaning;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Finds and reads bitcoin.conf and the files that it includes, by Bitcoin Core's rules
 * (common/config.cpp, common/init.cpp).
 *
 * <p>It lies in the data directory that the command line names, or at {@code -conf=}, relative to
 * that directory. It may include others, relative to the same directory, one level deep. A {@code
 * datadir=} in it moves the data, but no second bitcoin.conf is looked for there.
 */
final class ConfReader {
    private static final int BYTES_MAX = 1 << 20;
    private static final String NAME = "bitcoin.conf";
    private static final String FAILED = "Error reading configuration file: ";

    private final Arguments arguments;
    private final Machine machine;
    private final Settings settings;
    private final List<String> strangeSections = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();

    ConfReader(Arguments arguments, Machine machine) {
        this.arguments = arguments;
        this.machine = machine;
        this.settings = new Settings(arguments.options());
        notices.addAll(arguments.notices());
    }

    Configuration read() throws BadOption {
        Path first = dataDir();
        if (!hasPlace(first)) {
            throw new BadOption(
                    "Specified data directory \"" + named("datadir") + "\" does not exist.");
        }
        Optional<Path> conf = confFile(first);
        if (conf.isPresent()) readMain(conf.get(), first);
        Path dataDir = dataDir();
        if (!dataDir.equals(first) && !Files.isDirectory(dataDir)) {
            throw new BadOption(
                    FAILED
                            + "specified data directory \""
                            + named("datadir")
                            + "\" does not exist.");
        }
        Network network = NetworkChoice.network(settings);
        settings.choose(network.chain());
        checkIgnored(first, dataDir, conf);
        if (!strangeSections.isEmpty()) {
            warnings.add(String.join(System.lineSeparator(), strangeSections));
        }
        passOverLater();
        return new Configuration(settings, network, dataDir, conf, warnings, notices);
    }

    private Path dataDir() throws BadOption {
        String text = named("datadir");
        return text.isEmpty()
                ? machine.defaultDataDir().toAbsolutePath().normalize()
                : Paths.absolute(text);
    }

    private String named(String option) {
        return settings.text(option).orElse("");
    }

    /**
     * Whether the data directory is there, or can be made in a folder that is. bitcoind wants it to
     * be there; to make a whole path would hide a slip of the pen.
     */
    private boolean hasPlace(Path dataDir) {
        if (named("datadir").isEmpty() || Files.isDirectory(dataDir)) return true;
        if (Files.exists(dataDir)) return false; // a file
        Path parent = dataDir.getParent();
        return parent != null && Files.isDirectory(parent);
    }

    private Optional<Path> confFile(Path dataDir) throws BadOption {
        if (settings.isNegated("conf")) return Optional.empty();
        String text = named("conf");
        return Optional.of(Paths.in(dataDir, text.isEmpty() ? NAME : text));
    }

    private void readMain(Path file, Path dataDir) throws BadOption {
        if (Files.isDirectory(file)) {
            throw new BadOption(FAILED + "Config file \"" + file + "\" is a directory.");
        }
        Optional<String> text = content(file);
        if (text.isEmpty()) {
            if (!settings.isSet("conf") && !Files.exists(file)) return;
            throw new BadOption(
                    FAILED + "specified config file \"" + file + "\" could not be opened.");
        }
        take(text.get(), file.toString());
        if (settings.mayInclude()) include(dataDir);
    }

    private void include(Path dataDir) throws BadOption {
        String chain = NetworkChoice.network(settings).chain();
        List<Value> ofChain = List.copyOf(settings.inFile(chain, "includeconf"));
        List<Value> ofAll = List.copyOf(settings.inFile("", "includeconf"));
        var files = new ArrayList<Value>(Values.standing(ofChain));
        files.addAll(Values.standing(ofAll));
        for (Value file : files) includeOne(dataDir, file.text());
        var nested = new ArrayList<Value>();
        nested.addAll(behind(settings.inFile(chain, "includeconf"), ofChain.size()));
        nested.addAll(behind(settings.inFile("", "includeconf"), ofAll.size()));
        String last = NetworkChoice.network(settings).chain();
        if (!last.equals(chain)) {
            nested.addAll(Values.standing(settings.inFile(last, "includeconf")));
        }
        for (Value file : nested) {
            warnings.add(
                    "-includeconf cannot be used from included files; ignoring -includeconf="
                            + file.text());
        }
    }

    private static List<Value> behind(List<Value> values, int known) {
        return values.subList(Math.max(known, Values.negated(values)), values.size());
    }

    private void includeOne(Path dataDir, String name) throws BadOption {
        Path file = Paths.in(dataDir, name);
        if (Files.isDirectory(file)) {
            throw new BadOption(FAILED + "Included config file \"" + file + "\" is a directory.");
        }
        Optional<String> text = content(file);
        if (text.isEmpty()) {
            throw new BadOption(FAILED + "Failed to include configuration file " + name);
        }
        take(text.get(), name);
    }

    /** Understands the lines of a file. */
    private void take(String text, String name) throws BadOption {
        try {
            ConfFile file = ConfFile.parse(text);
            for (ConfFile.Section section : file.sections()) {
                if (isKnown(section.name())) continue;
                strangeSections.add(
                        name
                                + ":"
                                + section.line()
                                + " Section ["
                                + section.name()
                                + "] is not recognized.");
            }
            for (ConfFile.Setting setting : file.settings()) set(setting);
        } catch (BadOption e) {
            throw new BadOption(FAILED + e.getMessage());
        }
    }

    private static boolean isKnown(String section) {
        return Arrays.stream(Network.values()).anyMatch(n -> n.chain().equals(section));
    }

    private void set(ConfFile.Setting setting) throws BadOption {
        int point = setting.key().indexOf('.');
        String section = point < 0 ? "" : setting.key().substring(0, point);
        String key = setting.key().substring(point + 1);
        boolean negated = key.startsWith("no");
        String name = negated ? key.substring(2) : key;
        if (name.equals("conf")) {
            throw new BadOption(
                    "conf cannot be set in the configuration file; use includeconf= if you want to"
                            + " include additional config files");
        }
        Optional<Option> option = OptionTable.findForFile(name);
        if (option.isEmpty()) {
            notices.add("Ignoring unknown configuration value " + setting.key());
            return;
        }
        if (name.equals("reindex")) {
            notices.add(
                    "reindex=1 is set in the configuration file, which will significantly slow down"
                            + " startup. Consider removing or commenting out this option for better"
                            + " performance, unless there is currently a condition which makes"
                            + " rebuilding the indexes necessary");
        }
        Value value = Value.read(option.get(), name, negated, Optional.of(setting.value()));
        value.doubt(name, Optional.of(setting.value())).ifPresent(notices::add);
        settings.add(section, option.get().name(), value);
    }

    /** The text of a file; empty if it cannot be opened. */
    private static Optional<String> content(Path file) throws BadOption {
        try (var in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(BYTES_MAX + 1);
            if (bytes.length > BYTES_MAX) {
                throw new BadOption(
                        FAILED + "\"" + file + "\" has more than " + BYTES_MAX + " bytes.");
            }
            return Optional.of(new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** A bitcoin.conf that lies where the data lies, but does not count, would be misleading. */
    private void checkIgnored(Path first, Path dataDir, Optional<Path> conf) throws BadOption {
        Path lying = dataDir.resolve(NAME);
        if (!Files.exists(lying)) return;
        if (conf.isEmpty()) {
            notices.add(
                    "Data directory \""
                            + dataDir
                            + "\" contains a \"bitcoin.conf\" file which is explicitly ignored"
                            + " using -noconf.");
            return;
        }
        if (isSame(conf.get(), lying)) return;
        String source =
                named("conf").isEmpty()
                        ? "data directory \"" + first + "\""
                        : "command line argument \"-conf=" + named("conf") + "\"";
        String what =
                "Data directory \""
                        + dataDir
                        + "\" contains a \"bitcoin.conf\" file which is ignored, because a different"
                        + " configuration file \""
                        + conf.get()
                        + "\" from "
                        + source
                        + " is being used instead.";
        if (!settings.flag("allowignoredconf", false)) {
            throw new BadOption(
                    what
                            + " Remove or rename one of the two, put includeconf= into the one that"
                            + " counts, or say -allowignoredconf.");
        }
        notices.add(what);
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException e) {
            return false;
        }
    }

    /** What bitcoin.conf sets of parts that do not exist yet. */
    private void passOverLater() throws BadOption {
        for (String name : settings.namesInFile()) {
            Option option = OptionTable.row(name);
            if (!option.isLater() || arguments.command().isPresent()) continue;
            boolean off =
                    settings.text(name).map(text -> text.equals("0")).orElse(true)
                            && settings.list(name).stream().allMatch(text -> text.equals("0"));
            if (off) continue;
            if (option.meaning() == Meaning.LATER_GUARD) {
                throw new BadOption(FAILED + option.refusal(name));
            }
            notices.add("bitcoin.conf: " + option.refusal(name));
        }
    }
}
