internal import TaskProtocol

print(TaskFolder.standardPath)
