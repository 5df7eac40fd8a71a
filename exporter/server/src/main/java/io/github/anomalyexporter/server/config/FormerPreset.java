package io.github.anomalyexporter.server.config;

import io.github.anomalyexporter.core.feature.Feature;
import io.github.anomalyexporter.core.feature.FeatureSet;

/**
 * Features as version 0.1.0 would have read them from the same configuration. Its models know them
 * by the fingerprint of their expressions, and still serve where the preset has only become more
 * exact.
 */
public final class FormerPreset {
  private static final String INTERFACES =
      "device!~\"lo|(bond|team|br|virbr|docker|podman|veth|vnet|tap|tun|wg|dummy|ifb|cni|cali|cilium"
          + "|flannel|kube|lxc|lxd|vxlan|ovs|gre|sit|ip6tnl).*|.+[.][0-9]+\"";

  private FormerPreset() {}

  /** These features with the definitions that the built-in preset had then. */
  public static FeatureSet of(FeatureSet features) {
    String interfaces = Presets.builtInDefinition("interfaces");
    return new FeatureSet(
        features.features().stream().map(feature -> with(feature, interfaces)).toList(),
        features.engineered(),
        features.step());
  }

  private static Feature with(Feature feature, String interfaces) {
    return feature.withExpression(feature.expression().replace(interfaces, INTERFACES));
  }
}
