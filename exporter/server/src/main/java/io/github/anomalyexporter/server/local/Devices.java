package io.github.anomalyexporter.server.local;

import java.util.regex.Pattern;

/**
 * The disks, interfaces and filesystems that count: the definitions of the preset {@code
 * node-exporter}, which gives the reasons, and what node_exporter itself leaves out.
 */
final class Devices {
  static final Pattern DISKS =
      Pattern.compile("(sd|hd|vd|xvd|dasd)[a-z]+|nvme[0-9]+n[0-9]+|(mmcblk|rbd|pmem)[0-9]+");

  /** Types of filesystems that do not count. */
  static final Pattern OTHER_TYPES =
      Pattern.compile(
          "tmpfs|ramfs|squashfs|erofs|iso9660|udf|overlay|fuse.*|nfs.*|cifs|smb.*|autofs");

  static final Pattern OTHER_MOUNT_POINTS = Pattern.compile("/boot(/.*)?");

  /** Interfaces whose bytes are counted on another interface, or that have no network. */
  static final Pattern OTHER_INTERFACES =
      Pattern.compile(
          String.join(
              "|",
              // loopback, bonds
              "lo[0-9]*",
              "(bond|team|lagg).*",
              // bridges
              "[a-z]*br([-_0-9].*)?|br.*|docker.*|podman.*|nerdctl.*|cni.*|cbr[0-9]+|azure[0-9]+|ovs.*|xapi.*|.+-bridge.*",
              // vlans
              "vlan.*|macvlan.*|ipvlan.*|([^e.]|e[^n.]|en[^c.]|enc[^c.])[^.]*[.].+|enccw([^.]*[.]){3}.+",
              // guests
              "veth.*|v[be]-.*|vnet.*|tap.*|macvtap.*|ipvtap.*|fw(ln|pr)[0-9].*|vif[0-9].*|q(vb|vo|r-|g-).*|lxc.*|lxd.*|epair.*",
              // pods
              "cali.*|cilium.*|flannel.*|weave.*|antrea.*|ovn.*|kube.*|nodelocaldns.*|(eni|gke|azv)[0-9a-f]{8,}|[0-9a-f]{15}",
              // tunnels
              "tun.*|utun.*|wg.*|gre.*|erspan.*|sit.*|ip6tnl.*|ip6gre.*|ip_vti.*|ip6_vti.*|gif[0-9]+|stf[0-9]+|vxlan.*|genev.*|ipsec.*|xfrm.*|l2tp.*|ppp.*|ovpn.*|tailscale.*|zt[a-z0-9]{8,}",
              // twins, pseudo
              "enP[0-9]{3,}(p[0-9]+)?s[0-9]+.*|.+nsby",
              "(dummy|ifb|imq|teql|nlmon|vcan)[0-9]+|dummy.*|ifb.*|pflog.*|pfsync.*|enc[0-9]"));

  /** Not filesystems of a disk: node_exporter leaves them out by default. */
  private static final Pattern VIRTUAL_TYPES =
      Pattern.compile(
          "binfmt_misc|bpf|cgroup2?|configfs|debugfs|devpts|devtmpfs|fusectl|hugetlbfs|mqueue|nsfs"
              + "|proc|procfs|pstore|rpc_pipefs|securityfs|selinuxfs|sysfs|tracefs");

  /** More filesystems of a network. To ask for their space can take until their server answers. */
  private static final Pattern REMOTE_TYPES =
      Pattern.compile("afs|beegfs|ceph|coda|glusterfs|gpfs|lustre|ncpfs");

  private static final Pattern VIRTUAL_MOUNT_POINTS =
      Pattern.compile(
          "/(dev|proc|run/credentials/.+|sys|var/lib/docker/.+|var/lib/containers/storage/.+)(/.*)?");

  private Devices() {}

  /** Returns whether it is a whole disk, by its name in Linux. */
  static boolean isDisk(String name) {
    return DISKS.matcher(name).matches();
  }

  /** Returns whether the bytes of an interface enter or leave the machine there. */
  static boolean isInterface(String name) {
    return !OTHER_INTERFACES.matcher(name).matches();
  }

  /** Returns whether it is a filesystem of this machine that can fill up. */
  static boolean isFilesystem(String type, String mountPoint) {
    return !OTHER_TYPES.matcher(type).matches()
        && !VIRTUAL_TYPES.matcher(type).matches()
        && !REMOTE_TYPES.matcher(type).matches()
        && !OTHER_MOUNT_POINTS.matcher(mountPoint).matches()
        && !VIRTUAL_MOUNT_POINTS.matcher(mountPoint).matches();
  }
}
