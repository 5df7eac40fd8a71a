package io.github.anomalyexporter.server.local;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The filesystems of {@code /proc/self/mountinfo} that can fill up. A mount that another mount
 * hides is left out: its path leads to the other filesystem. A sandbox hides {@code /home} that
 * way.
 */
final class Mounts {
  /** The longest chain of mounts; a longer one would be a circle. */
  private static final int DEEPEST = 1_000;

  /**
   * A line of the file.
   *
   * @param device numbers of the device; the same for all mounts of a filesystem
   */
  private record Mount(int id, int parent, String device, String point, String type) {}

  private final Map<Integer, Mount> byId = new HashMap<>();

  /** Those on whose mount point another filesystem is mounted. */
  private final Set<Integer> covered = new HashSet<>();

  private Mounts(Collection<Mount> mounts) {
    mounts.forEach(mount -> byId.put(mount.id(), mount));
    for (Mount mount : mounts) {
      Mount parent = byId.get(mount.parent());
      if (parent != null && !parent.equals(mount) && parent.point().equals(mount.point())) {
        covered.add(parent.id());
      }
    }
  }

  /**
   * Returns a mount point of each filesystem.
   *
   * @throws IllegalArgumentException if a line is not as expected
   */
  static List<String> points(List<String> lines) {
    List<Mount> all = lines.stream().map(Mounts::mount).toList();
    Mounts mounts = new Mounts(all);
    Map<String, String> points = new TreeMap<>();
    for (Mount mount : all) {
      if (Devices.isFilesystem(mount.type(), mount.point()) && mounts.isVisible(mount)) {
        points.putIfAbsent(mount.device(), mount.point());
      }
    }
    return new ArrayList<>(points.values());
  }

  /** Optional fields end at a hyphen, which is followed by the type. */
  private static Mount mount(String line) {
    Fields fields = Fields.of(line);
    int end = fields.fields().indexOf("-");
    if (end < 0) {
      throw new IllegalArgumentException("a mount without a type: " + line);
    }
    return new Mount(
        (int) fields.number(0),
        (int) fields.number(1),
        fields.text(2),
        unescaped(fields.text(4)),
        fields.text(end + 1));
  }

  /** Space, tab, line feed and backslash are in octal. */
  private static String unescaped(String path) {
    return path.replace("\\040", " ")
        .replace("\\011", "\t")
        .replace("\\012", "\n")
        .replace("\\134", "\\");
  }

  private boolean isVisible(Mount mount) {
    boolean visible = !covered.contains(mount.id());
    Mount child = mount;
    for (int depth = 0; visible && depth < DEEPEST; depth++) {
      Mount parent = byId.get(child.parent());
      if (parent == null || parent.equals(child)) {
        return true;
      }
      visible = parent.point().equals(child.point()) || !covered.contains(parent.id());
      child = parent;
    }
    return false;
  }
}
