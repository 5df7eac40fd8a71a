package io.github.anomalyexporter.server.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every relative link of every page leads somewhere, to the heading it names too. */
class DocumentationLinksTest {
  private static final Path ROOT = ProjectFiles.ROOT;
  private static final Pattern LINK = Pattern.compile("\\[[^\\[\\]]*]\\(([^()\\s]+)\\)");
  private static final Pattern ELSEWHERE = Pattern.compile("^[a-z][a-z+.-]*:.*");
  private static final Pattern CODE = Pattern.compile("(?ms)^ *```.*?^ *```|`[^`\n]*`");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.*?) *$");

  @Test
  void every_relative_link_leads_to_a_file_and_its_heading() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path page : pages()) {
      for (String link : links(page)) {
        if (!resolves(page, link)) {
          broken.add(ROOT.relativize(page) + ": " + link);
        }
      }
    }

    assertThat(broken).isEmpty();
  }

  @Test
  void the_pages_that_people_look_for_are_there() throws IOException {
    assertThat(pages().stream().map(page -> ROOT.relativize(page).toString()))
        .contains("README.md", "CONTRIBUTING.md", "exporter/docs/configuration.md");
  }

  private static List<Path> pages() throws IOException {
    return ProjectFiles.matching(path -> path.endsWith(".md"));
  }

  private static List<String> links(Path page) throws IOException {
    String text = CODE.matcher(Files.readString(page)).replaceAll("");
    return LINK.matcher(text)
        .results()
        .map(match -> match.group(1))
        .filter(link -> !ELSEWHERE.matcher(link).matches())
        .toList();
  }

  private static boolean resolves(Path page, String link) throws IOException {
    int hash = link.indexOf('#');
    String file = hash < 0 ? link : link.substring(0, hash);
    Path target = file.isEmpty() ? page : page.resolveSibling(file);
    if (!Files.exists(target)) {
      return false;
    }
    return hash < 0 || anchors(target).contains(link.substring(hash + 1));
  }

  private static Set<String> anchors(Path page) throws IOException {
    // Code within a heading counts, a heading within a block of code does not.
    String text = Files.readString(page).replaceAll("(?ms)^ *```.*?^ *```", "");
    return HEADING
        .matcher(text)
        .results()
        .map(DocumentationLinksTest::anchor)
        .collect(Collectors.toSet());
  }

  /** As GitHub makes it: lower case, no punctuation, hyphens for blanks. */
  private static String anchor(MatchResult heading) {
    return heading
        .group(1)
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N} _-]", "")
        .replace(' ', '-');
  }
}
