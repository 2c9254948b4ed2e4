"""Kafka topics as lists of records, for comparing what two workers wrote; and who is in a group."""
import dataclasses

from confluent_kafka import Consumer, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, ConfigResource, ResourceType


@dataclasses.dataclass
class Record:
    topic: str
    partition: int
    offset: int
    timestamp: int
    key: bytes
    value: bytes
    headers: list


def read(bootstrap, topic, seconds=20):
    """Every record of the topic up to its present end, partition by partition."""
    consumer = Consumer({"bootstrap.servers": bootstrap, "group.id": "parity-reader", "enable.auto.commit": False,
                         "isolation.level": "read_committed", "enable.partition.eof": True,
                         "fetch.wait.max.ms": 10})
    try:
        partitions = consumer.list_topics(topic, timeout=seconds).topics[topic].partitions
        consumer.assign([TopicPartition(topic, number, 0) for number in partitions])
        records, ended = [], set()
        while len(ended) < len(partitions):
            message = consumer.poll(seconds)
            if message is None:
                raise TimeoutError(f"no end of {topic} in {seconds} s")
            if message.error():
                ended.add(message.partition())
            else:
                records.append(Record(topic, message.partition(), message.offset(), message.timestamp()[1],
                                      message.key(), message.value(), message.headers() or []))
        return sorted(records, key=lambda record: (record.partition, record.offset))
    finally:
        consumer.close()


def write(bootstrap, topic, *messages):
    """Produces the messages (dicts of confluent_kafka's produce) and waits for the acknowledgements."""
    producer = Producer({"bootstrap.servers": bootstrap, "linger.ms": 0})
    failed = []
    for message in messages:
        producer.produce(topic, on_delivery=lambda error, _: error and failed.append(error), **message)
    left = producer.flush(30)
    if left or failed:
        raise OSError(f"{topic}: {left} not acknowledged, {failed}")


def members(bootstrap, group):
    """Those the broker counts to the consumer group, the dead ones too until their session ends."""
    admin = AdminClient({"bootstrap.servers": bootstrap})
    return admin.describe_consumer_groups([group])[group].result(10).members


def settings(bootstrap, topic):
    """Number of partitions and cleanup policy of a topic."""
    admin = AdminClient({"bootstrap.servers": bootstrap})
    resource = ConfigResource(ResourceType.TOPIC, topic)
    policy = admin.describe_configs([resource])[resource].result(20)["cleanup.policy"].value
    return len(admin.list_topics(topic, timeout=20).topics[topic].partitions), policy


def topics(bootstrap, part):
    """The names of the topics that have this in them."""
    found = AdminClient({"bootstrap.servers": bootstrap}).list_topics(timeout=20).topics
    return sorted(name for name in found if part in name)
