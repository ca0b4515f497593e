import { refuses, validates } from '../../support/validation-test';

refuses('metadata-name', 'upper case and underscore', { name: 'Web_1' }, ['FieldValueInvalid metadata.name']);
refuses('metadata-name', 'a dash at the start', { name: '-web' }, ['FieldValueInvalid metadata.name']);
refuses('metadata-name', '253 characters are too many with the node behind them', { name: 'a'.repeat(245) }, [
  'FieldValueInvalid metadata.name',
]);
validates('243 and the node are few enough', { name: 'a'.repeat(243) });
validates('a generateName that ends in a dash', { metadata: 'generateName: web-' });
refuses('metadata-name', 'a generateName with an underscore', { metadata: 'generateName: web_' }, [
  'FieldValueInvalid metadata.generateName',
]);
refuses('metadata-name', 'a generateName that is a dash', { metadata: "generateName: '-'" }, [
  'FieldValueInvalid metadata.generateName',
]);
