/** The command that changes a setting of a topic. */
export function alterTopicCommand(topic: string, setting: string): string {
  return `kafka-configs.sh --bootstrap-server … --alter --entity-type topics --entity-name ${topic} --add-config ${setting}`;
}
