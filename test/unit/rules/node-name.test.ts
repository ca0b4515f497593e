import { refuses, validates } from '../../support/validation-test';

refuses('node-name', 'a gate', { spec: 'schedulingGates: [{name: example.com/wait}]' }, [
  'FieldValueForbidden spec.nodeName',
]);
validates('another nodeName is overwritten', { spec: 'nodeName: Other_Node' });
